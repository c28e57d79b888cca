namespace KongLite.Gateway.Balancing;

/// <summary>What is thought of an address. The two in the middle have seen the contrary, but not often enough.</summary>
internal enum HealthState
{
    /// <summary>It gets requests.</summary>
    Healthy,

    /// <summary>It gets requests, and has failed lately.</summary>
    MostlyHealthy,

    /// <summary>It gets none, and has succeeded lately.</summary>
    MostlyUnhealthy,

    /// <summary>It gets none.</summary>
    Unhealthy,
}
