using KongLite.Plugins.Shared.Delivery;

namespace KongLite.Tests.Plugins.Shared.Delivery;

public sealed class LossCounterTests
{
    [Fact]
    public void Tells_at_once_and_then_once_an_interval()
    {
        var clock = new Clock();
        var counter = new LossCounter(clock);

        Assert.Equal(0, counter.Take());
        counter.Add(1);
        Assert.Equal(1, counter.Take());
        counter.Add(2);
        counter.Add(3);
        Assert.Equal(0, counter.Take());
        clock.Seconds = 10;

        Assert.Equal(5, counter.Take());
        Assert.Equal(0, counter.Take());
    }

    private sealed class Clock : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
