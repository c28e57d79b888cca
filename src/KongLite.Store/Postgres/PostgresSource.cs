using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Npgsql;

namespace KongLite.Store.Postgres;

/// <summary>Connections as the <c>pg_</c> settings want them. Kong's column defaults are right in UTC alone.</summary>
internal static class PostgresSource
{
    private const int UsualConnections = 30;

    // Npgsql has an array of this size.
    private const int MostConnections = 10_000;

    // More is an error to Npgsql.
    private const int MostSecondsToConnect = 1024;

    private const int MostSeconds = 1_000_000;
    private const int UsualSecondsIdle = 300;

    // How often a pool looks for idle connections, as a part of how long they may be idle.
    private const int LooksPerLifetime = 5;

    // A peer that is silently gone is noticed after 30 + 9 * 5 seconds where the system probes nine times, as Linux does.
    private const int SecondsToFirstProbe = 30;
    private const int SecondsBetweenProbes = 5;

    // The server ends a statement first, with an error that leaves the connection usable. Only if it does not answer at all the client gives up.
    private const int SecondsLaterThanServer = 1;
    private const int MillisecondsToCancel = 2000;

    /// <summary>A pool whose sessions the server bounds by <see cref="PostgresOptions.Timeout"/>.</summary>
    public static NpgsqlDataSource Create(PostgresOptions options)
    {
        NpgsqlConnectionStringBuilder connection = Connection(options);
        connection.MaxPoolSize = Connections(options);
        connection.CommandTimeout = options.Timeout == TimeSpan.Zero ? 0 : Seconds(options.Timeout) + SecondsLaterThanServer;
        int idle = options.KeepaliveTimeout is { } keepalive ? Math.Max(1, Seconds(keepalive)) : UsualSecondsIdle;
        connection.ConnectionIdleLifetime = idle;
        connection.ConnectionPruningInterval = Math.Max(1, idle / LooksPerLifetime);
        // A pool never shrinks below this size, and it does not grow to it by itself.
        connection.MinPoolSize = options.KeepaliveTimeout == TimeSpan.Zero ? connection.MaxPoolSize : 0;
        // The initializer is what a reset would undo.
        connection.NoResetOnClose = true;
        return Build(options, connection, SessionSettings(options));
    }

    /// <summary>
    /// Connections that end when they are closed, and with them the locks of their sessions. Statements are bounded on this side only: one that the
    /// server gives up would have to begin anew.
    /// </summary>
    public static NpgsqlDataSource CreateForMigrations(PostgresOptions options)
    {
        NpgsqlConnectionStringBuilder connection = Connection(options);
        connection.Pooling = false;
        return Build(options, connection, SearchPath(options));
    }

    private static NpgsqlConnectionStringBuilder Connection(PostgresOptions options) => new()
    {
        Host = options.Host,
        Port = options.Port,
        Username = options.User,
        Password = options.Password,
        Database = options.Database,
        Timeout = Math.Min(Seconds(TimeToConnect(options)), MostSecondsToConnect),
        CommandTimeout = Seconds(options.Timeout),
        CancellationTimeout = MillisecondsToCancel,
        TcpKeepAlive = true,
        TcpKeepAliveTime = SecondsToFirstProbe,
        TcpKeepAliveInterval = SecondsBetweenProbes,
        SslMode = (options.Ssl, options.SslVerify) switch
        {
            (false, _) => SslMode.Disable,
            (true, false) => SslMode.Require,
            (true, true) => SslMode.VerifyFull,
        },
        GssEncryptionMode = GssEncryptionMode.Disable,
        Timezone = "UTC",
        ApplicationName = "konglite",
    };

    private static NpgsqlDataSource Build(PostgresOptions options, NpgsqlConnectionStringBuilder connection, Dictionary<string, string> session)
    {
        var builder = new NpgsqlDataSourceBuilder(connection.ConnectionString);
        if (options is { Ssl: true, SslVerify: true })
        {
            X509ChainPolicy trust = Trust(options);
            builder.UseSslClientAuthenticationOptionsCallback(tls => tls.CertificateChainPolicy = trust.Clone());
        }

        if (session.Count > 0)
        {
            // Not by parameters of the connection's start: PgBouncer refuses those that it does not know.
            builder.UsePhysicalConnectionInitializer(
                opened =>
                {
                    using NpgsqlCommand command = Command(opened, session);
                    command.ExecuteNonQuery();
                },
                async opened =>
                {
                    await using NpgsqlCommand command = Command(opened, session);
                    await command.ExecuteNonQueryAsync();
                });
        }

        return builder.Build();
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, Dictionary<string, string> session)
    {
        var command = new NpgsqlCommand("SELECT set_config(name, value, false) FROM unnest($1, $2) AS setting (name, value)", connection);
        command.Parameters.Add(new NpgsqlParameter { Value = session.Keys.ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = session.Values.ToArray() });
        return command;
    }

    private static Dictionary<string, string> SessionSettings(PostgresOptions options)
    {
        Dictionary<string, string> session = SearchPath(options);
        if (options.NodeId is { } node)
        {
            // What the trigger konglite_tell_kong goes by.
            session["konglite.node_id"] = node.ToString("D");
        }

        if (options.Timeout > TimeSpan.Zero)
        {
            session["statement_timeout"] = Milliseconds(options.Timeout);
            session["idle_in_transaction_session_timeout"] = Milliseconds(options.Timeout);
            // A little less, so that one who waits for a lock is told that it was the lock.
            session["lock_timeout"] = Milliseconds(options.Timeout * 0.9);
        }

        return session;
    }

    private static Dictionary<string, string> SearchPath(PostgresOptions options) => options.Schema is { } schema
        ? new() { ["search_path"] = $"\"{schema.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" }
        : [];

    private static X509ChainPolicy Trust(PostgresOptions options)
    {
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck };
        if (options.TrustedCertificates.Count == 0 && options.TrustsSystem)
        {
            return policy;
        }

        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.AddRange(options.TrustedCertificates.ToArray());
        if (options.TrustsSystem)
        {
            using var system = new X509Store(StoreName.Root, StoreLocation.LocalMachine, OpenFlags.ReadOnly);
            policy.CustomTrustStore.AddRange(system.Certificates);
        }

        return policy;
    }

    private static int Connections(PostgresOptions options)
    {
        int queries = options.MaxConcurrentQueries > 0 ? options.MaxConcurrentQueries : MostConnections;
        int connections = options.PoolSize is > 0 and var size ? size : options.MaxConcurrentQueries > 0 ? queries : UsualConnections;
        return Math.Min(Math.Min(connections, queries), MostConnections);
    }

    // One clock runs while a query waits for its connection: for its turn, and then for the server.
    private static TimeSpan TimeToConnect(PostgresOptions options)
    {
        if (options.MaxConcurrentQueries == 0)
        {
            return options.Timeout;
        }

        // No time at all would mean any time to Npgsql.
        TimeSpan turn = options.SemaphoreTimeout > TimeSpan.Zero ? options.SemaphoreTimeout : TimeSpan.FromSeconds(1);
        return options.Timeout > TimeSpan.Zero && options.Timeout < turn ? options.Timeout : turn;
    }

    private static int Seconds(TimeSpan time) => (int)Math.Min(Math.Ceiling(time.TotalSeconds), MostSeconds);

    // Zero would be any time.
    private static string Milliseconds(TimeSpan time) => Math.Max(1, (int)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
}
