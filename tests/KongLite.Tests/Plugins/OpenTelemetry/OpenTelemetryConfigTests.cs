using System.Text.Json.Nodes;

namespace KongLite.Tests.Plugins.OpenTelemetry;

public sealed class OpenTelemetryConfigTests
{
    [Theory]
    [InlineData("""{"logs_endpoint":"http://o.test"}""", null)]
    [InlineData(
        "{}",
        "schema violation (config.@entity: {\n  \"at least one of these fields must be non-empty: 'traces_endpoint', 'logs_endpoint'\"\n})")]
    [InlineData("""{"endpoint":"o.test"}""", "schema violation (config.traces_endpoint: missing host in url)")]
    [InlineData(
        """{"endpoint":"http://o.test","propagation":{"inject":["preserve"]}}""",
        "schema violation (config.propagation: {\n  default_format = \"required field missing\"\n})")]
    [InlineData(
        """{"endpoint":"http://o.test","propagation":{"default_format":"b3","extract":["preserve"]}}""",
        "schema violation (config.propagation: {\n  extract = {\n    \"expected one of: jaeger, gcp, ot, w3c, datadog, b3, aws\"\n  }\n})")]
    public void Says_what_is_wrong(string config, string? message)
    {
        Assert.Equal(message, PluginInput.Check("opentelemetry", config));
    }

    [Fact]
    public void Takes_the_endpoint_under_its_old_name_and_fills_in_defaults()
    {
        JsonObject config = PluginInput.Config("opentelemetry", """{"endpoint":"http://o.test"}""");

        Assert.Equal("http://o.test", config["traces_endpoint"]!.GetValue<string>());
        Assert.Equal(200, config["queue"]!["max_batch_size"]!.GetValue<int>());
        Assert.Equal(60, config["queue"]!["max_retry_time"]!.GetValue<int>());
        Assert.Equal("""{"extract":null,"clear":null,"inject":null,"default_format":"w3c"}""", config["propagation"]!.ToJsonString());
    }
}
