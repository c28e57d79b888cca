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

    /// <summary>How long connecting may take, and how long each statement, waiting for a lock, and a pause within a transaction, in milliseconds; 0: any time.</summary>
    [AtLeast(0)]
    public int PgTimeout { get; init; } = 5000;

    /// <summary>Whether connections use TLS. A server that does not speak it is refused.</summary>
    public bool PgSsl { get; init; }

    /// <summary>With <c>pg_ssl</c>: whether the server's certificate has to be for <c>pg_host</c> and of an authority of <c>lua_ssl_trusted_certificate</c>.</summary>
    public bool PgSslVerify { get; init; }

    /// <summary>How many queries may run at once: there are no more connections than that; 0: as many as <c>pg_pool_size</c> says.</summary>
    [NotBelowZero]
    public int PgMaxConcurrentQueries { get; init; }

    /// <summary>
    /// How long a query waits for its turn and its connection where <c>pg_max_concurrent_queries</c> bounds them, in milliseconds, rounded up to seconds; never longer than <c>pg_timeout</c>.
    /// </summary>
    [NotBelowZero]
    public int PgSemaphoreTimeout { get; init; } = 60000;

    /// <summary>How long an idle connection is kept, in milliseconds, rounded up to seconds; 0: for good. Unset: five minutes.</summary>
    [AtLeast(0)]
    public int? PgKeepaliveTimeout { get; init; }

    /// <summary>How many connections there are at most. Unset or 0: 30, or as <c>pg_max_concurrent_queries</c> says.</summary>
    [AtLeast(0)]
    public int? PgPoolSize { get; init; }

    /// <summary>How many queries may wait for a connection. Has no effect: all may, as long as <c>pg_timeout</c> lets them.</summary>
    [AtLeast(0)]
    public int? PgBacklog { get; init; }

    /// <summary>How often to look for what other nodes have changed, in seconds. Usually the database tells at once.</summary>
    [Above(0)]
    public double DbUpdateFrequency { get; init; } = 5;

    /// <summary>Host of a PostgreSQL that is only read, such as a replica. Unset: none; with it, each unset <c>pg_ro_</c> setting is as its <c>pg_</c> twin.</summary>
    public string? PgRoHost { get; init; }

    /// <summary><c>pg_port</c> of <c>pg_ro_host</c>.</summary>
    [Within(0, 65535)]
    public int? PgRoPort { get; init; }

    /// <summary><c>pg_database</c> of <c>pg_ro_host</c>.</summary>
    public string? PgRoDatabase { get; init; }

    /// <summary><c>pg_schema</c> of <c>pg_ro_host</c>.</summary>
    public string? PgRoSchema { get; init; }

    /// <summary><c>pg_user</c> of <c>pg_ro_host</c>.</summary>
    public string? PgRoUser { get; init; }

    /// <summary><c>pg_password</c> of <c>pg_ro_host</c>.</summary>
    [Secret]
    public string? PgRoPassword { get; init; }

    /// <summary><c>pg_timeout</c> of <c>pg_ro_host</c>.</summary>
    [AtLeast(0)]
    public int? PgRoTimeout { get; init; }

    /// <summary><c>pg_ssl</c> of <c>pg_ro_host</c>.</summary>
    public bool? PgRoSsl { get; init; }

    /// <summary><c>pg_ssl_verify</c> of <c>pg_ro_host</c>.</summary>
    public bool? PgRoSslVerify { get; init; }

    /// <summary><c>pg_max_concurrent_queries</c> of <c>pg_ro_host</c>.</summary>
    [NotBelowZero]
    public int? PgRoMaxConcurrentQueries { get; init; }

    /// <summary><c>pg_semaphore_timeout</c> of <c>pg_ro_host</c>.</summary>
    [NotBelowZero]
    public int? PgRoSemaphoreTimeout { get; init; }

    /// <summary><c>pg_keepalive_timeout</c> of <c>pg_ro_host</c>.</summary>
    [AtLeast(0)]
    public int? PgRoKeepaliveTimeout { get; init; }

    /// <summary><c>pg_pool_size</c> of <c>pg_ro_host</c>.</summary>
    [AtLeast(0)]
    public int? PgRoPoolSize { get; init; }

    /// <summary><c>pg_backlog</c> of <c>pg_ro_host</c>. Has no effect.</summary>
    [AtLeast(0)]
    public int? PgRoBacklog { get; init; }

    /// <summary>
    /// Authorities that <c>pg_ssl_verify</c> trusts, health checks, and services that name none: paths of certificates, their PEM texts or those in Base64, and <c>system</c> for those that the system trusts. A file may hold several.
    /// </summary>
    [Authorities]
    public IReadOnlyList<string> LuaSslTrustedCertificate { get; init; } = [AuthoritiesAttribute.System];

    /// <summary>Path of the configuration with <c>database = off</c>: <c>.yml</c>, <c>.yaml</c> or <c>.json</c>. Unset: the node starts empty.</summary>
    public string? DeclarativeConfig { get; init; }

    /// <summary>The configuration itself with <c>database = off</c>, in place of a file. Unset: none.</summary>
    [Secret]
    public string? DeclarativeConfigString { get; init; }
}
