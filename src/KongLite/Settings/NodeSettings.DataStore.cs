using KongLite.Sdk.Schema;

namespace KongLite.Settings;

/// <summary>Where the configuration of the gateway lives.</summary>
internal sealed partial record NodeSettings
{
    /// <summary>
    /// Where the configuration lives: <c>file</c> (one kong.yml under the prefix that the node rewrites), <c>off</c> (in memory: what
    /// <c>declarative_config</c> or <c>POST /config</c> says, replaced as a whole) or <c>postgres</c>. Unless said: <c>postgres</c> when a <c>pg_</c> connection setting is
    /// given, else <c>file</c>.
    /// </summary>
    public Database Database { get; init; } = Database.File;

    /// <summary>Host of PostgreSQL.</summary>
    public string PgHost { get; init; } = "127.0.0.1";

    /// <summary>Port of PostgreSQL.</summary>
    [Within(0, 65535)]
    public int PgPort { get; init; } = 5432;

    /// <summary>User in PostgreSQL.</summary>
    public string PgUser { get; init; } = "kong";

    /// <summary>Password in PostgreSQL. Unset: none.</summary>
    [Secret]
    public string? PgPassword { get; init; }

    /// <summary>Database in PostgreSQL.</summary>
    public string PgDatabase { get; init; } = "kong";

    /// <summary>Schema in PostgreSQL. Unset: the first of the search path.</summary>
    public string? PgSchema { get; init; }

    /// <summary>How long connecting, reading and writing may take, in milliseconds.</summary>
    [AtLeast(0)]
    public int PgTimeout { get; init; } = 5000;

    /// <summary>Whether the connection uses TLS.</summary>
    public bool PgSsl { get; init; }

    /// <summary>Whether the server's certificate is verified.</summary>
    public bool PgSslVerify { get; init; }

    /// <summary>How many queries may run at once; 0: any number.</summary>
    [NotBelowZero]
    public int PgMaxConcurrentQueries { get; init; }

    /// <summary>How long a query waits for its turn, in milliseconds.</summary>
    [NotBelowZero]
    public int PgSemaphoreTimeout { get; init; } = 60000;

    /// <summary>How long an idle connection is kept, in milliseconds. Unset: up to the node.</summary>
    [AtLeast(0)]
    public int? PgKeepaliveTimeout { get; init; }

    /// <summary>How many connections are kept. Unset: up to the node.</summary>
    [AtLeast(0)]
    public int? PgPoolSize { get; init; }

    /// <summary>How many connections may wait for one of the pool. Unset: any number.</summary>
    [AtLeast(0)]
    public int? PgBacklog { get; init; }

    /// <summary>How often to look for what other nodes have changed, in seconds. Usually the database tells at once.</summary>
    [Above(0)]
    public double DbUpdateFrequency { get; init; } = 5;

    /// <summary>Path of the configuration with <c>database = off</c>: <c>.yml</c>, <c>.yaml</c> or <c>.json</c>. Unset: the node starts empty.</summary>
    public string? DeclarativeConfig { get; init; }

    /// <summary>The configuration itself with <c>database = off</c>, in place of a file. Unset: none.</summary>
    [Secret]
    public string? DeclarativeConfigString { get; init; }
}
