using KongLite.Gateway.Naming;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KongLite.Gateway.Balancing;

/// <summary>Does for upstreams what no request does: watches the names of their targets and probes the addresses. One keeper for all.</summary>
internal sealed partial class UpstreamKeeper(
    INameResolver resolver, HealthLog health, GatewayOptions options, TimeProvider clock, ILogger<UpstreamKeeper> logger)
    : IHostedService
{
    private Dictionary<UpstreamState, Kept> _kept = [];

    /// <summary>Follows the upstreams of the next snapshot. Only the snapshot's updater calls it.</summary>
    public void Follow(UpstreamTable upstreams)
    {
        var kept = new Dictionary<UpstreamState, Kept>(upstreams.All.Count);
        foreach (CompiledUpstream upstream in upstreams.All)
        {
            if (_kept.Remove(upstream.State, out Kept? known) && ReferenceEquals(known.Upstream, upstream))
            {
                kept[upstream.State] = known;
                continue;
            }

            known?.Cancel.Cancel();
            upstream.State.Follow(upstream, NameWatch.Known(upstream, resolver));
            kept[upstream.State] = Keep(upstream);
        }

        foreach (Kept gone in _kept.Values)
        {
            gone.Cancel.Cancel();
        }

        _kept = kept;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // The updater has stopped by now.
    public Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (Kept kept in _kept.Values)
        {
            kept.Cancel.Cancel();
        }

        return Task.WhenAll(_kept.Values.Select(kept => kept.Work)).WaitAsync(cancellationToken);
    }

    private Kept Keep(CompiledUpstream upstream)
    {
        var cancel = new CancellationTokenSource();
        var work = new List<Task>(2);
        if (NameWatch.IsNeeded(upstream))
        {
            work.Add(RunAsync(upstream, new NameWatch(upstream, resolver, clock).RunAsync, cancel.Token));
        }

        if (ActiveCheck.IsNeeded(upstream))
        {
            work.Add(RunAsync(upstream, new ActiveCheck(upstream, options.Tls, clock, health.Changed, health.ProbeFailed).RunAsync, cancel.Token));
        }

        return new Kept(upstream, cancel, Task.WhenAll(work));
    }

    private async Task RunAsync(CompiledUpstream upstream, Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        // The updater does not wait for the first round.
        await Task.Yield();
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await work(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            // The top of a background loop: the upstream stays as it is until the next round.
            catch (Exception error)
            {
                Failed(error, upstream.Upstream.Name);
                await Task.Delay(TimeSpan.FromSeconds(1), clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "keeping upstream {Upstream} failed")]
    private partial void Failed(Exception error, string upstream);

    private sealed record Kept(CompiledUpstream Upstream, CancellationTokenSource Cancel, Task Work);
}
