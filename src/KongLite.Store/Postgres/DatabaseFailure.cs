using System.Net.Sockets;
using System.Security.Authentication;
using Npgsql;

namespace KongLite.Store.Postgres;

/// <summary>What an exception of the database means, in words that hold nothing of its rows and no secret.</summary>
public static class DatabaseFailure
{
    // PostgreSQL's idle_in_transaction_session_timeout, which Npgsql has no name for.
    private const string IdleInTransaction = "25P03";

    /// <summary>
    /// Whether the database cannot be asked at the moment: it is not there, lets nobody in, shuts down, is full, takes no writes or takes too long.
    /// What else it refuses is a mistake in a statement or a constraint.
    /// </summary>
    /// <param name="error">The exception, as thrown or with others around it.</param>
    public static bool IsUnavailable(Exception error) => Cause(error) switch
    {
        PostgresException answer => IsUnavailable(answer.SqlState),
        NpgsqlException failure => failure.GetType() == typeof(NpgsqlException),
        SocketException or AuthenticationException or TimeoutException or IOException => true,
        _ => false,
    };

    /// <summary>Why it failed: one short line for a log. The database's own texts are left out, as they may hold values of rows.</summary>
    /// <param name="error">The exception, as thrown or with others around it.</param>
    public static string Describe(Exception error) => Cause(error) switch
    {
        PostgresException answer => Describe(answer),
        NpgsqlException failure when Inner<AuthenticationException>(failure) is { } tls => $"TLS failed: {tls.Message}",
        NpgsqlException failure when Inner<SocketException>(failure) is { } socket => Describe(socket),
        NpgsqlException failure when failure.Message.StartsWith("The connection pool has been exhausted", StringComparison.Ordinal) =>
            "all connections stayed in use (pg_pool_size, pg_max_concurrent_queries)",
        NpgsqlException failure when Inner<TimeoutException>(failure) is not null => "no answer in time",
        NpgsqlException failure when failure.Message.StartsWith("SSL connection requested", StringComparison.Ordinal) => "the server does not speak TLS (pg_ssl)",
        NpgsqlException failure when failure.Message.StartsWith("No password has been provided", StringComparison.Ordinal) => "the server asks for a password (pg_password)",
        NpgsqlException failure when Inner<IOException>(failure) is not null => "the connection broke",
        SocketException socket => Describe(socket),
        AuthenticationException tls => $"TLS failed: {tls.Message}",
        TimeoutException => "no answer in time",
        IOException => "the connection broke",
        var other => other.GetType().Name,
    };

    private static bool IsUnavailable(string state) => state switch
    {
        PostgresErrorCodes.ReadOnlySqlTransaction or IdleInTransaction or PostgresErrorCodes.QueryCanceled
            or PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.InvalidCatalogName => true,
        // Connection, authorization, resources, intervention of an operator, system.
        _ => state is ['0', '8', ..] or ['2', '8', ..] or ['5', '3' or '8', ..] || state.StartsWith("57P", StringComparison.Ordinal),
    };

    private static string Describe(PostgresException answer) => answer.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => "authentication failed",
        PostgresErrorCodes.InvalidCatalogName => "the database does not exist",
        PostgresErrorCodes.TooManyConnections => "the server has too many connections",
        PostgresErrorCodes.ReadOnlySqlTransaction => "the server takes no writes",
        PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown => "the server shuts down",
        PostgresErrorCodes.CannotConnectNow => "the server starts or shuts down",
        PostgresErrorCodes.QueryCanceled => "a statement took too long",
        PostgresErrorCodes.LockNotAvailable => "a lock was not to be had in time",
        IdleInTransaction => "a transaction was idle for too long",
        PostgresErrorCodes.DiskFull => "the server's disk is full",
        _ => string.Empty,
    } is { Length: > 0 } text ? $"{text} ({answer.SqlState})" : $"{answer.InvariantSeverity} {answer.SqlState}";

    private static string Describe(SocketException error) => error.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "connection refused",
        SocketError.HostNotFound or SocketError.NoData => "name not known",
        SocketError.TryAgain => "name server does not answer",
        SocketError.TimedOut => "no answer in time",
        SocketError.ConnectionReset or SocketError.ConnectionAborted => "the connection broke",
        var code => $"network: {code}",
    };

    /// <summary>What the database, or the way to it, said, below what others put around it; null: none of them said anything.</summary>
    internal static Exception? Find(Exception error)
    {
        for (Exception? each = error; each is not null; each = each.InnerException)
        {
            if (each is NpgsqlException or SocketException or AuthenticationException or TimeoutException or IOException)
            {
                return each is { InnerException: PostgresException answer } ? answer : each;
            }
        }

        return null;
    }

    private static Exception Cause(Exception error) => Find(error) ?? error;

    private static T? Inner<T>(Exception error) where T : Exception
    {
        for (Exception? each = error.InnerException; each is not null; each = each.InnerException)
        {
            if (each is T found)
            {
                return found;
            }
        }

        return null;
    }
}
