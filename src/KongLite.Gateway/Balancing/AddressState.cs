using System.Diagnostics;

namespace KongLite.Gateway.Balancing;

/// <summary>
/// What is known of one address of an upstream: its health with the counters behind it, its requests under way, and how fast it answers. It outlives
/// snapshots and changes of the upstream, as long as the upstream has the address.
/// </summary>
internal sealed class AddressState
{
    // Kong: DECAY_TIME of its latency algorithm.
    private const double DecaySeconds = 10;

    private readonly Lock _gate = new();
    private readonly int[] _counts = new int[4];
    private volatile HealthState _state;
    private int _active;
    private double _latency;
    private long _latencyAt;

    /// <summary>The state.</summary>
    public HealthState State => _state;

    /// <summary>Whether the address gets requests.</summary>
    public bool IsHealthy => _state <= HealthState.MostlyHealthy;

    /// <summary>Requests under way.</summary>
    public int Active => Volatile.Read(ref _active);

    /// <summary>A request is about to be sent.</summary>
    public void Enter() => Interlocked.Increment(ref _active);

    /// <summary>A request has ended.</summary>
    public void Leave() => Interlocked.Decrement(ref _active);

    /// <summary>Takes a report in (Kong: <c>incr_counter</c> of lua-resty-healthcheck).</summary>
    /// <returns>Whether the address is available now and was not before, or the other way round.</returns>
    public bool Take(HealthReport report, int limit)
    {
        HealthState wanted = report == HealthReport.Success ? HealthState.Healthy : HealthState.Unhealthy;
        if (limit == 0 || _state == wanted)
        {
            return false;
        }

        lock (_gate)
        {
            bool before = IsHealthy;
            int count = ++_counts[(int)report];
            // A success forgives all failures, a failure only breaks the row of successes.
            if (report == HealthReport.Success)
            {
                _counts.AsSpan(1).Clear();
            }
            else
            {
                _counts[0] = 0;
            }

            if (count >= limit)
            {
                _state = wanted;
            }
            else if (_state == HealthState.Healthy && report != HealthReport.Success)
            {
                _state = HealthState.MostlyHealthy;
            }
            else if (_state == HealthState.Unhealthy && report == HealthReport.Success)
            {
                _state = HealthState.MostlyUnhealthy;
            }

            return before != IsHealthy;
        }
    }

    /// <summary>Sets the state by hand and begins to count anew.</summary>
    public void Set(bool isHealthy)
    {
        lock (_gate)
        {
            _state = isHealthy ? HealthState.Healthy : HealthState.Unhealthy;
            Array.Clear(_counts);
        }
    }

    /// <summary>Mean time to an answer, in seconds; the older the last answer, the closer to 0, so that a slow address gets another chance.</summary>
    /// <param name="now">A timestamp of <see cref="Stopwatch"/>.</param>
    public double Latency(long now) => Volatile.Read(ref _latency) * Decay(now - Volatile.Read(ref _latencyAt));

    /// <summary>Takes the time of an answer in.</summary>
    /// <param name="seconds">From the beginning of the try to the answer's headers.</param>
    /// <param name="now">A timestamp of <see cref="Stopwatch"/>.</param>
    public void Took(double seconds, long now)
    {
        lock (_gate)
        {
            double weight = _latencyAt == 0 ? 0 : Decay(now - _latencyAt);
            Volatile.Write(ref _latency, (_latency * weight) + (seconds * (1 - weight)));
            Volatile.Write(ref _latencyAt, now);
        }
    }

    /// <summary>Begins with the latency of others: an address without one would get all requests.</summary>
    public void Assume(double latency, long now)
    {
        lock (_gate)
        {
            Volatile.Write(ref _latency, latency);
            Volatile.Write(ref _latencyAt, now);
        }
    }

    private static double Decay(long elapsed) => Math.Exp(-Math.Max(0, elapsed) / (DecaySeconds * Stopwatch.Frequency));
}
