using System.Text;
using System.Threading.Channels;
using KongLite.Plugins.Shared.Delivery;
using Microsoft.Extensions.Logging.Abstractions;

namespace KongLite.Tests.Plugins.Shared.Delivery;

public sealed class DeliveryQueueTests
{
    [Fact]
    public async Task Delivers_every_entry_in_order()
    {
        var target = new Target();
        using var queues = new DeliveryQueues(TimeProvider.System, NullLogger<DeliveryQueue>.Instance);
        DeliveryQueue queue = queues.Of("a", new DeliverySettings(), () => target);

        queue.Add("1"u8.ToArray());
        queue.Add("2"u8.ToArray());

        Assert.Equal("1", await target.NextAsync());
        Assert.Equal("2", await target.NextAsync());
    }

    [Fact]
    public async Task Waits_for_a_batch_to_fill()
    {
        var target = new Target();
        using var queues = new DeliveryQueues(TimeProvider.System, NullLogger<DeliveryQueue>.Instance);
        var settings = new DeliverySettings { MaxBatchSize = 2, CoalescingDelay = TimeSpan.FromHours(1) };
        DeliveryQueue queue = queues.Of("a", settings, () => target);

        queue.Add("1"u8.ToArray());
        queue.Add("2"u8.ToArray());

        Assert.Equal("1,2", await target.NextAsync());
    }

    [Fact]
    public async Task Tries_a_failed_batch_again()
    {
        var target = new Target { Failures = 2 };
        using var queues = new DeliveryQueues(TimeProvider.System, NullLogger<DeliveryQueue>.Instance);
        var settings = new DeliverySettings { MaxRetryTime = TimeSpan.FromMinutes(1), InitialRetryDelay = TimeSpan.FromMilliseconds(1) };
        DeliveryQueue queue = queues.Of("a", settings, () => target);

        queue.Add("1"u8.ToArray());

        Assert.Equal(["1", "1", "1"], [await target.NextAsync(), await target.NextAsync(), await target.NextAsync()]);
        Assert.False(target.HasMore);
    }

    [Fact]
    public async Task Gives_a_batch_up_without_time_to_try_again()
    {
        var target = new Target { Failures = 1 };
        using var queues = new DeliveryQueues(TimeProvider.System, NullLogger<DeliveryQueue>.Instance);
        DeliveryQueue queue = queues.Of("a", new DeliverySettings(), () => target);

        queue.Add("1"u8.ToArray());
        queue.Add("2"u8.ToArray());

        Assert.Equal(["1", "2"], [await target.NextAsync(), await target.NextAsync()]);
    }

    [Theory]
    [InlineData(2, 1000)]
    [InlineData(1000, 2)]
    public async Task A_full_queue_drops_its_oldest_entries(int entries, long bytes)
    {
        var target = new Target { Gate = new TaskCompletionSource() };
        using var queues = new DeliveryQueues(TimeProvider.System, NullLogger<DeliveryQueue>.Instance);
        DeliveryQueue queue = queues.Of("a", new DeliverySettings { MaxEntries = entries, MaxBytes = bytes }, () => target);
        queue.Add("0"u8.ToArray());
        await target.Begun.Task;

        foreach (string entry in new[] { "1", "2", "3", "4" })
        {
            queue.Add(Encoding.UTF8.GetBytes(entry));
        }

        target.Gate.SetResult();
        Assert.Equal(["0", "3", "4"], [await target.NextAsync(), await target.NextAsync(), await target.NextAsync()]);
    }

    [Fact]
    public async Task An_entry_beyond_the_bound_is_dropped_itself()
    {
        var target = new Target();
        using var queues = new DeliveryQueues(TimeProvider.System, NullLogger<DeliveryQueue>.Instance);
        DeliveryQueue queue = queues.Of("a", new DeliverySettings { MaxBytes = 2 }, () => target);

        queue.Add("long"u8.ToArray());
        queue.Add("1"u8.ToArray());

        Assert.Equal("1", await target.NextAsync());
    }

    [Fact]
    public async Task Sends_what_waits_when_the_node_stops()
    {
        var target = new Target();
        using var queues = new DeliveryQueues(TimeProvider.System, NullLogger<DeliveryQueue>.Instance);
        var settings = new DeliverySettings { MaxBatchSize = 10, CoalescingDelay = TimeSpan.FromHours(1) };
        queues.Of("a", settings, () => target).Add("1"u8.ToArray());

        await queues.StopAsync(CancellationToken.None);

        Assert.True(target.HasMore);
    }

    [Fact]
    public async Task A_stop_does_not_wait_for_a_target_that_hangs()
    {
        var target = new Target { Gate = new TaskCompletionSource() };
        using var queues = new DeliveryQueues(TimeProvider.System, NullLogger<DeliveryQueue>.Instance);
        queues.Of("a", new DeliverySettings(), () => target).Add("1"u8.ToArray());
        await target.Begun.Task;

        Task stopping = queues.StopAsync(new CancellationToken(canceled: true));

        await stopping.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.False(target.HasMore);
    }

    [Fact]
    public void Equal_targets_share_a_queue()
    {
        using var queues = new DeliveryQueues(TimeProvider.System, NullLogger<DeliveryQueue>.Instance);

        DeliveryQueue one = queues.Of(("h", 1), new DeliverySettings(), () => new Target());
        DeliveryQueue same = queues.Of(("h", 1), new DeliverySettings(), () => new Target());
        DeliveryQueue other = queues.Of(("h", 2), new DeliverySettings(), () => new Target());

        Assert.Same(one, same);
        Assert.NotSame(one, other);
    }

    private sealed class Target : IDelivery
    {
        private readonly Channel<string> _sent = Channel.CreateUnbounded<string>();

        public int Failures { get; set; }

        public TaskCompletionSource? Gate { get; init; }

        public TaskCompletionSource Begun { get; } = new();

        public bool HasMore => _sent.Reader.TryPeek(out _);

        string IDelivery.Target => "test";

        public async Task<string> NextAsync() => await _sent.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

        public async ValueTask<string?> SendAsync(IReadOnlyList<byte[]> batch, CancellationToken cancellationToken)
        {
            Begun.TrySetResult();
            await (Gate?.Task ?? Task.CompletedTask).WaitAsync(cancellationToken);
            _sent.Writer.TryWrite(string.Join(',', batch.Select(entry => Encoding.UTF8.GetString(entry))));
            return Failures-- > 0 ? "refused" : null;
        }
    }
}
