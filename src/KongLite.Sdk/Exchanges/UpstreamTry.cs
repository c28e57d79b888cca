namespace KongLite.Sdk.Exchanges;

/// <summary>One try to reach a service.</summary>
/// <param name="Address">Scheme and authority that were called, such as <c>http://10.0.0.1:8080</c>.</param>
/// <param name="Started">When choosing the address began, in the system's stopwatch ticks.</param>
/// <param name="Chosen">When the address was chosen, in the system's stopwatch ticks.</param>
public readonly record struct UpstreamTry(string Address, long Started, long Chosen)
{
    /// <summary>The status it ended with: the service's, or 502 and 504 for failures. Null: it has not ended.</summary>
    public int? Status { get; init; }

    /// <summary>True when it failed, whether or not another one followed.</summary>
    public bool HasFailed { get; init; }
}
