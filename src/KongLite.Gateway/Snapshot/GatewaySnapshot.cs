namespace KongLite.Gateway.Snapshot;

/// <summary>Everything the proxy needs, compiled and immutable.</summary>
public sealed class GatewaySnapshot
{
    /// <summary>A node that knows nothing yet.</summary>
    public static GatewaySnapshot Empty { get; } = new() { Version = -1 };

    /// <summary>Version of the change feed that the snapshot includes; -1: none yet.</summary>
    public required long Version { get; init; }
}
