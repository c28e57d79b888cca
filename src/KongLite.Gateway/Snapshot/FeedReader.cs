using KongLite.Sdk.Storage;
using Microsoft.Extensions.Logging;

namespace KongLite.Gateway.Snapshot;

/// <summary>Reads the change feed, and goes on trying while the database is out of reach. Belongs to <see cref="SnapshotUpdater"/> alone.</summary>
internal sealed class FeedReader(
    IChangeFeed feed, GatewayState state, TimeProvider clock, ILogger<FeedReader> logger, IDatabase? database = null)
{
    private static readonly TimeSpan Check = TimeSpan.FromSeconds(1);
    private readonly FeedOutage _outage = new(clock, logger);

    /// <summary>All rows, as the node starts.</summary>
    /// <returns>Null: the database is out of reach, and <see cref="NextAsync"/> goes on trying.</returns>
    /// <exception cref="StoreException">The rows cannot be had, and no database is to blame for it.</exception>
    public async ValueTask<ChangeBatch?> FirstAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await feed.NextAsync(GatewaySnapshot.Empty.Version, cancellationToken);
        }
        catch (StoreException error) when (database is not null)
        {
            Lose(error);
            return null;
        }
    }

    /// <summary>What is newer than a version, as soon as there is something and the database can be asked.</summary>
    public async ValueTask<ChangeBatch> NextAsync(long after, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await Task.Delay(_outage.Pause, clock, cancellationToken);
                ChangeBatch batch = await ReadAsync(after, cancellationToken);
                Find();
                return batch;
            }
            catch (StoreException error)
            {
                Lose(error);
            }
        }
    }

    private async Task<ChangeBatch> ReadAsync(long after, CancellationToken cancellationToken)
    {
        Task<ChangeBatch> reading = feed.NextAsync(after, cancellationToken).AsTask();

        // A feed without news keeps still, whether it has found the database again or not. The database itself can tell.
        while (_outage.IsOn && await Task.WhenAny(reading, Task.Delay(Check, clock, cancellationToken)) != reading)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (database is null || await database.AnswersAsync(clock, cancellationToken))
            {
                Find();
            }
        }

        return await reading;
    }

    private void Lose(StoreException error)
    {
        _outage.Add(error, state.Current.Version);
        state.Follow(false, clock.GetUtcNow());
    }

    private void Find()
    {
        if (_outage.IsOn)
        {
            _outage.End();
            state.Follow(true, clock.GetUtcNow());
        }
    }
}
