using KongLite.Gateway.Snapshot;

namespace KongLite.Admin.Crud;

/// <summary>Holds the answer to a write back until the proxy of this node follows it.</summary>
internal sealed class SnapshotBarrier(GatewayState state, TimeProvider clock)
{
    // A snapshot that takes longer is late, but the write has happened and has to be answered.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Completes when the node's snapshot includes a version of the change feed, or after a while; at once while the change feed is out of reach.
    /// </summary>
    /// <param name="version">The version.</param>
    /// <param name="longest">How long that may take; null: five seconds.</param>
    /// <returns>Whether the snapshot includes it.</returns>
    public async ValueTask<bool> WaitAsync(long version, TimeSpan? longest = null)
    {
        if (state.Current.Version >= version)
        {
            return true;
        }

        using var patience = new CancellationTokenSource(longest ?? Longest, clock);
        try
        {
            return await state.WaitForAsync(version, patience.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
