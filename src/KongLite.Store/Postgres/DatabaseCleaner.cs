using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KongLite.Store.Postgres;

/// <summary>
/// Removes what is no longer needed about once a minute, as Kong does: rows whose lifetime is over, and the old end of the feed. Any number of nodes
/// may do so at once; none waits for another.
/// </summary>
internal sealed partial class DatabaseCleaner(KongDatabase database, TimeProvider clock, ILogger<DatabaseCleaner> logger) : BackgroundService
{
    // In pieces, so that no transaction is long.
    private const int Piece = 5000;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>Removes what is over now.</summary>
    /// <exception cref="NpgsqlException">The database cannot be asked, or not be written to.</exception>
    public async Task CleanAsync(CancellationToken cancellationToken)
    {
        await CleanAsync("konglite_changes", "at", ChangeReader.Retention, cancellationToken);
        foreach (RowLayout layout in database.Tables.Layouts.Where(layout => layout.Schema.Ttl))
        {
            await CleanAsync(layout.Schema.Table, RowLayout.Ttl, TimeSpan.Zero, cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await CleanAsync(stoppingToken);
                }
                catch (Exception error) when (PostgresErrors.Is(error))
                {
                    // The next minute, or another node, will do it.
                    NotCleaned(PostgresErrors.ToStoreException(error).Message);
                }
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task CleanAsync(string table, string column, TimeSpan age, CancellationToken cancellationToken)
    {
        string statement =
            $"""
            DELETE FROM "{table}" WHERE ctid = ANY (ARRAY(
                SELECT ctid FROM "{table}" WHERE "{column}" < CURRENT_TIMESTAMP - $1 ORDER BY "{column}" LIMIT {Piece} FOR UPDATE SKIP LOCKED))
            """;
        int removed;
        do
        {
            await using NpgsqlCommand command = database.Source.CreateCommand(statement);
            command.Parameters.Add(new NpgsqlParameter { Value = age });
            removed = await command.ExecuteNonQueryAsync(cancellationToken);
        }
        while (removed == Piece);
    }

    [LoggerMessage(LogLevel.Debug, "expired rows stay a little longer: {Reason}")]
    private partial void NotCleaned(string reason);
}
