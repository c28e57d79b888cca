using System.Diagnostics;
using KongLite.Gateway.Balancing;
using KongLite.Gateway.Lookup;
using KongLite.Gateway.Telemetry;
using KongLite.Sdk.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KongLite.Gateway.Snapshot;

/// <summary>Follows the change feed: takes changes in, builds, puts the snapshot in force. The only writer of what it owns.</summary>
internal sealed partial class SnapshotUpdater(
    FeedReader feed,
    EntityLookup lookup,
    SnapshotBuilder builder,
    UpstreamKeeper upstreams,
    GatewayState state,
    TimeProvider clock,
    GatewayMetrics metrics,
    ILogger<SnapshotUpdater> logger)
    : BackgroundService
{
    private static readonly TimeSpan Noticeable = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly EntitySet _rows = new();
    private bool _isOutdated;
    private bool _isServing;

    /// <summary>
    /// Loads the first snapshot; the server starts to listen after it, or not at all when it cannot be built. It does not wait for a database that is
    /// out of reach: the snapshot then follows when the database is there.
    /// </summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (await feed.FirstAsync(cancellationToken) is { } batch)
        {
            Take(batch);
        }

        _isServing = true;
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                ChangeBatch batch = await feed.NextAsync(_rows.Version, stoppingToken);
                long began = Stopwatch.GetTimestamp();
                Take(batch);
                await RestAsync(Stopwatch.GetElapsedTime(began), stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            // The top of a background loop: the proxy goes on with what it has.
            catch (Exception error)
            {
                FeedFailed(error);
                await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Take(ChangeBatch batch)
    {
        long before = _rows.Version;
        _isOutdated |= _rows.Apply(batch);

        // Before the snapshot: whoever waits for it may ask for a changed row at once.
        if (before >= 0)
        {
            lookup.Evict(batch);
        }

        try
        {
            GatewaySnapshot current = state.Current;
            GatewaySnapshot next = _isOutdated ? Build(current) : current.WithVersion(_rows.Version);
            upstreams.Follow(next.Upstreams);
            state.Publish(next);
            _isOutdated = false;
        }
        // The top of a background loop: the proxy goes on with the snapshot it has.
        catch (Exception error) when (_isServing)
        {
            BuildFailed(error, batch.Version, state.Current.Version);
        }
    }

    private GatewaySnapshot Build(GatewaySnapshot current)
    {
        long began = Stopwatch.GetTimestamp();
        GatewaySnapshot next = builder.Build(_rows, current);
        metrics.Built(Stopwatch.GetElapsedTime(began));
        return next;
    }

    // As long as the build took: an import then costs a few builds instead of one for each row, and an idle node still reacts at once.
    private Task RestAsync(TimeSpan taken, CancellationToken stoppingToken) =>
        taken < Noticeable ? Task.CompletedTask : Task.Delay(taken, clock, stoppingToken);

    [LoggerMessage(Level = LogLevel.Error, Message = "the configuration of version {Version} could not be built; version {Current} stays in force")]
    private partial void BuildFailed(Exception error, long version, long current);

    [LoggerMessage(Level = LogLevel.Error, Message = "the change feed failed")]
    private partial void FeedFailed(Exception error);
}
