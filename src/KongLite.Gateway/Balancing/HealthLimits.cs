using KongLite.Sdk.Entities;

namespace KongLite.Gateway.Balancing;

/// <summary>From which count on reports change the state of an address, and which statuses are reports. A limit of 0: never.</summary>
internal sealed class HealthLimits
{
    private readonly StatusSet _good;
    private readonly StatusSet _bad;
    private readonly int[] _limits;

    private HealthLimits(IReadOnlyList<int>? good, IReadOnlyList<int>? bad, int?[] limits)
    {
        _good = new StatusSet(good);
        _bad = new StatusSet(bad);
        _limits = Array.ConvertAll(limits, limit => limit ?? 0);
    }

    /// <summary>Whether failures can ever make an address unhealthy.</summary>
    public bool HasFailures => _limits.AsSpan(1).ContainsAnyExcept(0);

    /// <summary>Limits for probes.</summary>
    public static HealthLimits Of(ActiveHealthcheck checks) => new(
        checks.Healthy.HttpStatuses,
        checks.Unhealthy.HttpStatuses,
        [checks.Healthy.Successes, checks.Unhealthy.HttpFailures, checks.Unhealthy.TcpFailures, checks.Unhealthy.Timeouts]);

    /// <summary>Limits for requests.</summary>
    public static HealthLimits Of(PassiveHealthcheck checks) => new(
        checks.Healthy.HttpStatuses,
        checks.Unhealthy.HttpStatuses,
        [checks.Healthy.Successes, checks.Unhealthy.HttpFailures, checks.Unhealthy.TcpFailures, checks.Unhealthy.Timeouts]);

    /// <summary>The limit for a kind of report.</summary>
    public int For(HealthReport report) => _limits[(int)report];

    /// <summary>What a status says; null: nothing.</summary>
    public HealthReport? Read(int status) => _good.Has(status) ? HealthReport.Success : _bad.Has(status) ? HealthReport.HttpFailure : null;
}
