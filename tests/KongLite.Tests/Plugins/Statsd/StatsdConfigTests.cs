namespace KongLite.Tests.Plugins.Statsd;

/// <summary>Rules of statsd and datadog, whose metrics are alike.</summary>
public sealed class StatsdConfigTests
{
    private const string NoRate =
        "schema violation (config.metrics: {\n  {\n    [\"@entity\"] = {\n      \"failed conditional validation given value of field 'stat_type'\"\n    },\n"
        + "    sample_rate = \"required field missing\"\n  }\n})";

    [Theory]
    [InlineData("statsd", """{"metrics":[{"name":"latency","stat_type":"timer"}]}""", null)]
    [InlineData("statsd", """{"metrics":[{"name":"latency","stat_type":"gauge"}]}""", NoRate)]
    [InlineData("statsd", """{"metrics":[{"name":"latency"}]}""", "schema violation (config.metrics: {\n  {\n    stat_type = \"field required for entity check\"\n  }\n})")]
    [InlineData("statsd", """{"allow_status_codes":["200-299","404"]}""", "schema violation (config.allow_status_codes: {\n  [2] = \"invalid value: 404\"\n})")]
    [InlineData("datadog", """{"metrics":[{"name":"latency","stat_type":"distribution","tags":["a:b"]}]}""", null)]
    [InlineData("datadog", """{"metrics":[{"name":"latency","stat_type":"counter"}]}""", NoRate)]
    [InlineData(
        "datadog",
        """{"metrics":[{"name":"latency","stat_type":"timer","tags":["a:"]}]}""",
        "schema violation (config.metrics: {\n  {\n    tags = {\n      \"invalid value: a:\"\n    }\n  }\n})")]
    public void Says_what_is_wrong(string plugin, string config, string? message)
    {
        Assert.Equal(message, PluginInput.Check(plugin, config));
    }
}
