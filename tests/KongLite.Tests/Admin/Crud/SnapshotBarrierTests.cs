using KongLite.Admin.Crud;
using KongLite.Gateway.Snapshot;
using KongLite.Tests.Store;

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

    [Fact]
    public async Task Does_not_wait_for_a_change_feed_that_is_out_of_reach()
    {
        var state = new GatewayState();
        var barrier = new SnapshotBarrier(state, new ManualClock());
        ValueTask<bool> before = barrier.WaitAsync(1);
        bool waited = !before.IsCompleted;

        state.Follow(false, DateTimeOffset.UnixEpoch);

        Assert.Equal((true, false, false), (waited, await before, await barrier.WaitAsync(1)));
    }

    [Fact]
    public async Task Waits_again_when_the_change_feed_is_back()
    {
        var state = new GatewayState();
        var barrier = new SnapshotBarrier(state, new ManualClock());
        state.Follow(false, DateTimeOffset.UnixEpoch);
        state.Follow(true, DateTimeOffset.UnixEpoch);

        ValueTask<bool> waiting = barrier.WaitAsync(1);
        bool waited = !waiting.IsCompleted;
        state.Publish(GatewaySnapshot.Empty.WithVersion(1));

        Assert.Equal((true, true), (waited, await waiting));
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
