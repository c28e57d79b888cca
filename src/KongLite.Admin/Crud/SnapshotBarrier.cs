using KongLite.Gateway.Snapshot;

namespace KongLite.Admin.Crud;

/// <summary>Holds the answer to a write back until the proxy of this node follows it.</summary>
internal sealed class SnapshotBarrier(GatewayState state, TimeProvider clock)
{
    // A snapshot that takes longer is late, but the write has happened and has to be answered.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>Completes when the node's snapshot includes a version of the change feed, or after five seconds.</summary>
    public async ValueTask WaitAsync(long version)
    {
        if (state.Current.Version >= version)
        {
            return;
        }

        using var patience = new CancellationTokenSource(Longest, clock);
        try
        {
            await state.WaitForAsync(version, patience.Token);
        }
        catch (OperationCanceledException)
        {
        }
    }
}
