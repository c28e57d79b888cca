using System.Security.Cryptography.X509Certificates;
using Npgsql;

namespace KongLite.Store.Postgres;

/// <summary>Where the database is and how to reach it: the <c>pg_</c> settings.</summary>
public sealed record PostgresOptions
{
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

    /// <summary>The node on whose behalf rows are written, which nodes of Kong's are told of; null: they are told nothing.</summary>
    public Guid? NodeId { get; init; }

    /// <summary>How long connecting and each statement may take; zero: any time.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many connections there may be; null: as many as queries may run, or 30.</summary>
    public int? PoolSize { get; init; }

    /// <summary>How many queries may run at once; zero: as many as there may be connections.</summary>
    public int MaxConcurrentQueries { get; init; }

    /// <summary>How long a query waits for its turn where <see cref="MaxConcurrentQueries"/> bounds them; never longer than <see cref="Timeout"/>.</summary>
    public TimeSpan SemaphoreTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long an idle connection is kept; zero: for good; null: five minutes.</summary>
    public TimeSpan? KeepaliveTimeout { get; init; }

    /// <summary>Whether the connection uses TLS; a server that does not speak it is then refused.</summary>
    public bool Ssl { get; init; }

    /// <summary>Whether the server's certificate has to be of a trusted authority and for this host.</summary>
    public bool SslVerify { get; init; }

    /// <summary>Whether the authorities that the system trusts are trusted.</summary>
    public bool TrustsSystem { get; init; } = true;

    /// <summary>More authorities that are trusted.</summary>
    public IReadOnlyList<X509Certificate2> TrustedCertificates { get; init; } = [];

    /// <summary>Host, port and database, for people.</summary>
    public override string ToString() => $"{Host}:{Port}/{Database}";

    /// <summary>Opens connections, which are kept in a pool. <see cref="DatabaseFailure"/> tells what its exceptions mean.</summary>
    /// <remarks>What a session changes beyond a transaction (<c>SET</c>, <c>LISTEN</c>, advisory locks) is not undone when its connection goes back.</remarks>
    internal NpgsqlDataSource CreateSource() => PostgresSource.Create(this);
}
