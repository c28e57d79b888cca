using KongLite.Admin.Crud;
using KongLite.Gateway.Snapshot;

namespace KongLite.Tests.Admin.Crud;

public sealed class SnapshotBarrierTests
{
    [Fact]
    public async Task Waits_until_the_snapshot_includes_the_change()
    {
        var state = new GatewayState();
        var barrier = new SnapshotBarrier(state, TimeProvider.System);

        Task waiting = barrier.WaitAsync(2).AsTask();
        state.Publish(GatewaySnapshot.Empty.WithVersion(1));
        bool waited = !waiting.IsCompleted;
        state.Publish(GatewaySnapshot.Empty.WithVersion(2));
        await waiting;

        Assert.True(waited);
    }

    [Fact]
    public async Task Gives_up_after_five_seconds()
    {
        var clock = new ImpatientClock();
        var barrier = new SnapshotBarrier(new GatewayState(), clock);

        await barrier.WaitAsync(1);

        Assert.Equal(TimeSpan.FromSeconds(5), clock.Asked);
    }

    /// <summary>A clock on which everything is due at once.</summary>
    private sealed class ImpatientClock : TimeProvider
    {
        public TimeSpan Asked { get; private set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Asked = dueTime;
            return System.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
