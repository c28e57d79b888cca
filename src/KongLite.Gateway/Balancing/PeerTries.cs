using System.Diagnostics;
using KongLite.Gateway.Forwarding;
using KongLite.Sdk.Exchanges;

namespace KongLite.Gateway.Balancing;

/// <summary>One request's tries at the addresses of an upstream: picks them, and tells how they went.</summary>
/// <param name="exchange">The request.</param>
/// <param name="service">Its service.</param>
/// <param name="state">The upstream.</param>
/// <param name="balancer">Makes targets of addresses.</param>
internal sealed class PeerTries(Exchange exchange, ServiceTarget service, UpstreamState state, Balancer balancer)
{
    // In seconds: several that fail at once must not drive each other up without end.
    private const double MostAssumed = 60;

    private List<AddressState>? _failed;
    private PeerSet? _set;
    private Peer? _peer;
    private uint? _hash;
    private long _began;

    /// <summary>The cookie that the client is to be given, so that it comes back to the same address; null: none.</summary>
    public HashCookie? Cookie { get; private set; }

    /// <summary>Where the next try goes; null: nobody is available.</summary>
    public Target? Next()
    {
        if (state.Peers is not { IsHealthy: true } set)
        {
            return null;
        }

        if (_hash is null && set.Upstream.Hash is { } inputs)
        {
            _hash = inputs.Read(exchange, out HashCookie? cookie);
            Cookie = cookie;
        }

        if (set.Picker.Pick(_hash ?? 0, _failed) is not { } peer)
        {
            return null;
        }

        (_set, _peer, _began) = (set, peer, Stopwatch.GetTimestamp());
        peer.State.Enter();
        return balancer.TargetOf(exchange, service, set, peer);
    }

    /// <summary>Where the next try goes, once all names have been looked up; null: nobody is available.</summary>
    public async ValueTask<Target?> NextAsync()
    {
        if (state.Peers is { IsComplete: true })
        {
            return null;
        }

        await state.WaitAsync(exchange.Aborted);
        return Next();
    }

    /// <summary>The current try has ended.</summary>
    public void End() => _peer!.State.Leave();

    /// <summary>The current try got the headers of an answer.</summary>
    public void Answered(int status)
    {
        long now = Stopwatch.GetTimestamp();
        _peer!.State.Took(Stopwatch.GetElapsedTime(_began, now).TotalSeconds, now);
        Conclude(status);
    }

    /// <summary>The current try failed and another one follows.</summary>
    public void Failed(FailedTry failed)
    {
        (_failed ??= []).Add(_peer!.State);
        TookInVain();
        Report(failed is FailedTry.TimedOut or FailedTry.ConnectTimedOut ? HealthReport.Timeout : HealthReport.TcpFailure);
    }

    /// <summary>The request has its status, be it of the service or of the gateway. As in Kong a refused connection is only a 502 here.</summary>
    public void Conclude(int status)
    {
        HealthReport? report = status == 504 ? HealthReport.Timeout : _set!.Upstream.Health.Passive.Read(status);
        if (report is { } known)
        {
            Report(known);
        }
    }

    /// <summary>The current try failed and none follows.</summary>
    /// <param name="status">What the gateway answers.</param>
    public void FailedFinally(int status)
    {
        TookInVain();
        Conclude(status);
    }

    // An address that never answers must not look like the fastest of all: it is taken for twice as slow as the slowest other one.
    private void TookInVain()
    {
        long now = Stopwatch.GetTimestamp();
        double slowest = 0;
        foreach (Peer peer in _set!.Peers)
        {
            if (!ReferenceEquals(peer.State, _peer!.State))
            {
                slowest = Math.Max(slowest, peer.State.Latency(now));
            }
        }

        double elapsed = Stopwatch.GetElapsedTime(_began, now).TotalSeconds;
        _peer!.State.Assume(Math.Max(elapsed, Math.Min(2 * slowest, MostAssumed)), now);
    }

    private void Report(HealthReport report)
    {
        HealthRules health = _set!.Upstream.Health;
        if (health.IsOn && state.Report(_peer!, report, health.Passive))
        {
            balancer.Log.Changed(_set.Upstream, _peer!);
        }
    }
}
