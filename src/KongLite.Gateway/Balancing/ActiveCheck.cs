using KongLite.Gateway.Tls;
using KongLite.Sdk.Entities;

namespace KongLite.Gateway.Balancing;

/// <summary>Probes the addresses of an upstream: the available ones at one interval, the others at another. A round begins when the last has ended.</summary>
/// <param name="upstream">The upstream.</param>
/// <param name="tls">How servers are verified.</param>
/// <param name="clock">When rounds are due.</param>
/// <param name="changed">Told when an address has become available or not.</param>
/// <param name="failed">Told what keeps an address from being probed: a bug, not a failed probe.</param>
internal sealed class ActiveCheck(
    CompiledUpstream upstream,
    TlsOptions tls,
    TimeProvider clock,
    Action<CompiledUpstream, Peer> changed,
    Action<CompiledUpstream, Peer, Exception> failed)
{
    // Kong looks ten times a second for what is due.
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromSeconds(0.1);

    /// <summary>Whether there is anything to probe for.</summary>
    /// <remarks>Kong leaves checks of type <c>tcp</c> to TCP services, which is not what is proxied here.</remarks>
    public static bool IsNeeded(CompiledUpstream upstream) =>
        upstream.Upstream.Healthchecks.Active is { Type: not HealthcheckType.Tcp } checks && (checks.Healthy.Interval > 0 || checks.Unhealthy.Interval > 0);

    /// <summary>Probes until the upstream changes or the node stops.</summary>
    public async Task RunAsync(CancellationToken stoppingToken)
    {
        ActiveHealthcheck checks = upstream.Upstream.Healthchecks.Active;
        using var probe = new HealthProbe(upstream, tls, clock);
        await Task.WhenAll(
            RepeatAsync(probe, checks.Healthy.Interval, isHealthy: true, stoppingToken),
            RepeatAsync(probe, checks.Unhealthy.Interval, isHealthy: false, stoppingToken));
    }

    private async Task RepeatAsync(HealthProbe probe, double? seconds, bool isHealthy, CancellationToken stoppingToken)
    {
        if (seconds is not > 0)
        {
            return;
        }

        TimeSpan interval = TimeSpan.FromSeconds(seconds.Value);
        interval = interval < ShortestInterval ? ShortestInterval : interval;
        var round = new ParallelOptions
        {
            CancellationToken = stoppingToken,
            MaxDegreeOfParallelism = (int)Math.Clamp(upstream.Upstream.Healthchecks.Active.Concurrency ?? 10, 1, int.MaxValue),
        };
        while (true)
        {
            DateTimeOffset began = clock.GetUtcNow();
            Peer[] due = [.. (upstream.State.Peers?.Peers ?? []).Where(peer => peer.Weight > 0 && peer.State.IsHealthy == isHealthy)];
            await Parallel.ForEachAsync(due, round, (peer, token) => AskAsync(probe, peer, token));
            TimeSpan rest = began + interval - clock.GetUtcNow();
            await Task.Delay(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, clock, stoppingToken);
        }
    }

    private async ValueTask AskAsync(HealthProbe probe, Peer peer, CancellationToken stoppingToken)
    {
        try
        {
            if (await probe.AskAsync(peer, stoppingToken) is { } report && upstream.State.Report(peer, report, upstream.Health.Active))
            {
                changed(upstream, peer);
            }
        }
        // One probe must not end the rounds: nobody would see that they have ended.
        catch (Exception error) when (!stoppingToken.IsCancellationRequested)
        {
            failed(upstream, peer, error);
        }
    }
}
