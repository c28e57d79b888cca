using KongLite.Plugins.Prometheus;

namespace KongLite.Tests.Plugins.Prometheus;

public sealed class MetricsTextTests
{
    [Fact]
    public void Escapes_what_would_end_a_label()
    {
        Assert.Equal("""a\"b\\c\nd""", MetricsText.Escape("a\"b\\c\nd"));
    }

    [Fact]
    public void Says_nothing_of_what_was_never_counted()
    {
        var text = new MetricsText();

        text.Write(new MetricFamily<Counter>("c", "help", () => new Counter()));
        text.Write(new MetricFamily<Histogram>("h", "help", () => new Histogram([1])));

        Assert.Empty(text.ToString());
    }

    [Fact]
    public void Writes_a_histogram()
    {
        var family = new MetricFamily<Histogram>("h", "what it is", () => new Histogram([1, 20]));
        family.Series("a=\"b\"").Observe(3);
        var text = new MetricsText();

        text.Write(family);

        Assert.Equal(
            """
            # HELP kong_h what it is
            # TYPE kong_h histogram
            kong_h_bucket{a="b",le="1"} 0
            kong_h_bucket{a="b",le="20"} 1
            kong_h_bucket{a="b",le="+Inf"} 1
            kong_h_count{a="b"} 1
            kong_h_sum{a="b"} 3

            """,
            text.ToString());
    }
}
