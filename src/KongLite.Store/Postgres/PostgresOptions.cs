using Npgsql;

namespace KongLite.Store.Postgres;

/// <summary>Where the database is and how to reach it: the <c>pg_</c> settings.</summary>
public sealed record PostgresOptions
{
    // More is an error to Npgsql.
    private const int MostSecondsToConnect = 1024;

    /// <summary>Host, or folder of a Unix socket.</summary>
    public required string Host { get; init; }

    /// <summary>Port.</summary>
    public required int Port { get; init; }

    /// <summary>User.</summary>
    public required string User { get; init; }

    /// <summary>Password; null: none. It is in no text that this type gives.</summary>
    public string? Password { get; init; }

    /// <summary>Database.</summary>
    public required string Database { get; init; }

    /// <summary>Schema of the tables; null: the first of the search path.</summary>
    public string? Schema { get; init; }

    /// <summary>How long connecting and each statement may take; zero: any time.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether the connection uses TLS; a server that does not speak it is then refused.</summary>
    public bool Ssl { get; init; }

    /// <summary>Whether the server's certificate has to be of a trusted authority and for this host.</summary>
    public bool SslVerify { get; init; }

    /// <summary>Host, port and database, for people.</summary>
    public override string ToString() => $"{Host}:{Port}/{Database}";

    /// <summary>Opens connections. Kong's column defaults are right in UTC alone.</summary>
    internal NpgsqlDataSource CreateSource()
    {
        int seconds = (int)Math.Ceiling(Timeout.TotalSeconds);
        return NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder
        {
            Host = Host,
            Port = Port,
            Username = User,
            Password = Password,
            Database = Database,
            SearchPath = Schema is null ? null : $"\"{Schema.Replace("\"", "\"\"", StringComparison.Ordinal)}\"",
            Timeout = Math.Min(seconds, MostSecondsToConnect),
            CommandTimeout = seconds,
            SslMode = (Ssl, SslVerify) switch
            {
                (false, _) => SslMode.Disable,
                (true, false) => SslMode.Require,
                (true, true) => SslMode.VerifyFull,
            },
            Timezone = "UTC",
            ApplicationName = "konglite",
        });
    }
}
