using KongLite.Sdk.Entities;

namespace KongLite.Gateway.Balancing;

/// <summary>How the health of an upstream's addresses is found out, in the form that requests need.</summary>
internal sealed class HealthRules
{
    /// <summary>The rules of an upstream.</summary>
    public HealthRules(UpstreamHealthchecks checks)
    {
        Passive = HealthLimits.Of(checks.Passive);
        Active = HealthLimits.Of(checks.Active);
        Threshold = checks.Threshold ?? 0;
        IsOn = checks.Active.Healthy.Interval > 0 || checks.Active.Unhealthy.Interval > 0 || Passive.HasFailures;
    }

    /// <summary>Whether health counts at all. Off: every address is available, and none can be marked.</summary>
    public bool IsOn { get; }

    /// <summary>Share of the weight, in percent, above which the upstream as a whole is healthy.</summary>
    public double Threshold { get; }

    /// <summary>What requests say.</summary>
    public HealthLimits Passive { get; }

    /// <summary>What probes say.</summary>
    public HealthLimits Active { get; }
}
