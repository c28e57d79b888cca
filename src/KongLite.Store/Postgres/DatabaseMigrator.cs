using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace KongLite.Store.Postgres;

/// <summary>
/// Reads and changes the layout of a database. Changes hold an advisory lock, so that of many that begin at once one does the work and the others find
/// it done.
/// </summary>
/// <param name="options">Where the database is.</param>
public sealed class DatabaseMigrator(PostgresOptions options) : IAsyncDisposable
{
    // Any number that nobody else uses in this database: the ASCII codes of "KongLite".
    private const long Lock = 0x4B6F6E674C697465;

    private readonly NpgsqlDataSource _source = PostgresSource.CreateForMigrations(options);

    /// <summary>Closes the connections.</summary>
    public ValueTask DisposeAsync() => _source.DisposeAsync();

    /// <summary>Which migrations the database has seen.</summary>
    /// <exception cref="NpgsqlException">The database cannot be read.</exception>
    public async Task<SchemaState> ReadAsync(CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await _source.OpenConnectionAsync(cancellationToken);
        return await ReadAsync(connection, cancellationToken);
    }

    /// <summary>Creates all tables in a database that has none, else changes nothing.</summary>
    /// <param name="lockTimeout">How long to wait for others that migrate.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The names of the migrations that ran; empty: the database was bootstrapped already.</returns>
    /// <exception cref="NpgsqlException">The database cannot be changed, or others take too long.</exception>
    public Task<IReadOnlyList<string>> BootstrapAsync(TimeSpan lockTimeout, CancellationToken cancellationToken) =>
        MigrateAsync(state => state.NeedsBootstrap, lockTimeout, cancellationToken);

    /// <summary>Runs our own migrations that are new in a database that has tables and that Kong is done with, else changes nothing.</summary>
    /// <param name="lockTimeout">How long to wait for others that migrate.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The names of the migrations that ran.</returns>
    /// <exception cref="NpgsqlException">The database cannot be changed, or others take too long.</exception>
    public Task<IReadOnlyList<string>> UpAsync(TimeSpan lockTimeout, CancellationToken cancellationToken) => MigrateAsync(
        state => state is { NeedsBootstrap: false, TooOld.Count: 0, Pending.Count: 0, New.Count: > 0 }, lockTimeout, cancellationToken);

    /// <summary>Drops every table of the schema, Kong's as well, and the functions that their triggers call.</summary>
    /// <param name="lockTimeout">How long to wait for others that migrate.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="NpgsqlException">The database cannot be changed, or others take too long.</exception>
    public async Task ResetAsync(TimeSpan lockTimeout, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await _source.OpenConnectionAsync(cancellationToken);
        await TakeLockAsync(connection, lockTimeout, cancellationToken);
        await ExecuteAsync(
            connection,
            """
            DO $reset$
            DECLARE
                statement text;
            BEGIN
                FOR statement IN
                    SELECT format('DROP TABLE %s CASCADE', c.oid::regclass) FROM pg_class c
                    WHERE c.relnamespace = quote_ident(current_schema())::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
                        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
                LOOP
                    EXECUTE statement;
                END LOOP;
                DROP FUNCTION IF EXISTS sync_tags(), batch_delete_expired_rows(), konglite_record_change(), konglite_tell_kong();
            END
            $reset$
            """,
            cancellationToken);
    }

    private async Task<IReadOnlyList<string>> MigrateAsync(Func<SchemaState, bool> isWanted, TimeSpan lockTimeout, CancellationToken cancellationToken)
    {
        // The lock ends with the connection's session, also when the process dies.
        await using NpgsqlConnection connection = await _source.OpenConnectionAsync(cancellationToken);
        await TakeLockAsync(connection, lockTimeout, cancellationToken);
        SchemaState state = await ReadAsync(connection, cancellationToken);
        if (!isWanted(state))
        {
            return [];
        }

        await using var context = KongDbContext.On(connection, options.Schema);
        await context.Database.MigrateAsync(cancellationToken);
        return state.New;
    }

    private async Task TakeLockAsync(NpgsqlConnection connection, TimeSpan timeout, CancellationToken cancellationToken)
    {
        await ExecuteAsync(connection, string.Create(CultureInfo.InvariantCulture, $"SET lock_timeout = {(long)timeout.TotalMilliseconds}"), cancellationToken);
        // The server ends the wait, and if it does not answer at all, this side does.
        bool isBounded = timeout > TimeSpan.Zero && options.Timeout > TimeSpan.Zero;
        await using var command = new NpgsqlCommand("SELECT pg_advisory_lock($1)", connection)
        {
            CommandTimeout = isBounded ? (int)Math.Ceiling((timeout + options.Timeout).TotalSeconds) : 0,
        };
        command.Parameters.Add(new NpgsqlParameter { Value = Lock });
        await command.ExecuteNonQueryAsync(cancellationToken);
        await ExecuteAsync(connection, "SET lock_timeout = 0", cancellationToken);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string statement, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<SchemaState> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var executed = new SortedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        var pending = new SortedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        await using (var exists = new NpgsqlCommand("SELECT to_regclass('schema_meta') IS NOT NULL", connection))
        {
            if (await exists.ExecuteScalarAsync(cancellationToken) is false)
            {
                return new SchemaState(executed, pending, await NewAsync(connection, executed, cancellationToken), true);
            }
        }

        await using (var command = new NpgsqlCommand("SELECT subsystem, executed, pending FROM schema_meta WHERE key = 'schema_meta'", connection))
        await using (NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                Add(executed, reader, 1);
                Add(pending, reader, 2);
            }
        }

        return new SchemaState(executed, pending, await NewAsync(connection, executed, cancellationToken), false);
    }

    private static void Add(SortedDictionary<string, IReadOnlyList<string>> bySubsystem, NpgsqlDataReader reader, int column)
    {
        if (!reader.IsDBNull(column) && reader.GetFieldValue<string[]>(column) is { Length: > 0 } names)
        {
            bySubsystem[reader.GetString(0)] = names;
        }
    }

    // Without EF, which takes its time to get ready, as every node asks this when it starts.
    private static async Task<IReadOnlyList<string>> NewAsync(
        NpgsqlConnection connection, SortedDictionary<string, IReadOnlyList<string>> executed, CancellationToken cancellationToken)
    {
        string[] applied = await AppliedAsync(connection, cancellationToken);
        if (applied.Length > 0)
        {
            executed[SchemaState.OwnSubsystem] = applied;
        }

        return [.. KongDbContext.Migrations.Except(applied)];
    }

    private static async Task<string[]> AppliedAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using (var exists = new NpgsqlCommand($"SELECT to_regclass('{KongDbContext.HistoryTable}') IS NOT NULL", connection))
        {
            if (await exists.ExecuteScalarAsync(cancellationToken) is false)
            {
                return [];
            }
        }

        await using var command = new NpgsqlCommand(
            $"SELECT coalesce(array_agg(\"MigrationId\"::text ORDER BY \"MigrationId\"), '{{}}') FROM {KongDbContext.HistoryTable}", connection);
        return (string[])(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
