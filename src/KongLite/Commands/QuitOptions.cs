namespace KongLite.Commands;

/// <summary>What <c>konglite quit</c> may be told.</summary>
/// <param name="Wait">How long to wait before it begins, so that load balancers notice.</param>
/// <param name="Timeout">How long the requests under way may take before the node is ended by force.</param>
internal sealed record QuitOptions(TimeSpan Wait, TimeSpan Timeout)
{
    /// <summary>Kong's.</summary>
    public static QuitOptions Default { get; } = new(TimeSpan.Zero, TimeSpan.FromSeconds(10));
}
