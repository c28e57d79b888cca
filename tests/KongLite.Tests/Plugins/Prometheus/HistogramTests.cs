using KongLite.Plugins.Prometheus;

namespace KongLite.Tests.Plugins.Prometheus;

public sealed class HistogramTests
{
    [Fact]
    public void Counts_a_time_in_every_bucket_that_it_fits()
    {
        var histogram = new Histogram([1, 5, 10]);

        histogram.Observe(0);
        histogram.Observe(5);
        histogram.Observe(6);
        histogram.Observe(11);

        Assert.Equal([1, 2, 3, 4], histogram.Cumulated());
        Assert.Equal(22, histogram.Sum);
    }
}
