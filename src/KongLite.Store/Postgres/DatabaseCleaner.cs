using System.Globalization;
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

    // Those rows have no lifetime of their own. Clocks of nodes differ a little.
    private const string EndedUsage =
        """
        period_date < CURRENT_TIMESTAMP - interval '1 hour' - CASE substring(period FROM '[^_]*$')
            WHEN 'second' THEN interval '1 second' WHEN 'minute' THEN interval '1 minute' WHEN 'hour' THEN interval '1 hour'
            WHEN 'day' THEN interval '1 day' WHEN 'month' THEN interval '1 month' ELSE interval '1 year' END
        """;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Queue<(DateTimeOffset At, ulong Oldest)> _marks = [];

    /// <summary>Removes what is over now.</summary>
    /// <exception cref="NpgsqlException">The database cannot be asked, or not be written to.</exception>
    public async Task CleanAsync(CancellationToken cancellationToken)
    {
        foreach (RowLayout layout in database.Tables.Layouts.Where(layout => layout.Schema.Ttl))
        {
            await RemoveAsync(layout.Schema.Table, $"{RowLayout.Ttl} < CURRENT_TIMESTAMP", cancellationToken);
        }

        await RemoveAsync("ratelimiting_metrics", "ttl < CURRENT_TIMESTAMP", cancellationToken);
        await RemoveAsync("response_ratelimiting_metrics", EndedUsage, cancellationToken);

        // The time in a row of the feed is that of its transaction's beginning. What counts is how long ago that ended.
        DateTimeOffset now = clock.GetUtcNow();
        _marks.Enqueue((now, await OldestTransactionAsync(cancellationToken)));
        ulong? ended = null;
        while (_marks.TryPeek(out (DateTimeOffset At, ulong Oldest) mark) && now - mark.At >= ChangeReader.Retention)
        {
            ended = mark.Oldest;
            _marks.Dequeue();
        }

        if (ended is { } xid)
        {
            await RemoveAsync("konglite_changes", string.Create(CultureInfo.InvariantCulture, $"xid < '{xid}'"), cancellationToken);
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

    private async Task<ulong> OldestTransactionAsync(CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = database.Source.CreateCommand("SELECT pg_snapshot_xmin(pg_current_snapshot())");
        return (ulong)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private async Task RemoveAsync(string table, string condition, CancellationToken cancellationToken)
    {
        int removed;
        do
        {
            // Nodes of Kong's look at lifetimes themselves.
            await using NpgsqlBatch batch = database.Source.CreateBatch();
            batch.BatchCommands.Add(new NpgsqlBatchCommand("SET LOCAL konglite.node_id = ''"));
            batch.BatchCommands.Add(new NpgsqlBatchCommand(
                $"""
                DELETE FROM "{table}" WHERE ctid = ANY (ARRAY(SELECT ctid FROM "{table}" WHERE {condition} LIMIT {Piece} FOR UPDATE SKIP LOCKED))
                """));
            removed = await batch.ExecuteNonQueryAsync(cancellationToken);
        }
        while (removed == Piece);
    }

    [LoggerMessage(LogLevel.Debug, "expired rows stay a little longer: {Reason}")]
    private partial void NotCleaned(string reason);
}
