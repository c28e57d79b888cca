namespace KongLite.Tests.Plugins.ResponseRatelimiting;

public sealed class ResponseRatelimitingConfigTests
{
    private const string NoPeriod = "\"at least one of these fields must be non-empty: 'second', 'minute', 'hour', 'day', 'month', 'year'\"";

    [Theory]
    [InlineData("""{"limits":{"a b":{"day":1}}}""", null)]
    [InlineData("""{"limits":{}}""", "schema violation (config.limits: length must be at least 1)")]
    [InlineData("""{"limits":{"sms":{}}}""", "schema violation (config.limits: {\n  [\"@entity\"] = {\n    " + NoPeriod + "\n  }\n})")]
    [InlineData(
        """{"limits":{"sms":{"minute":1.5,"hour":1.4}}}""",
        "schema violation (config.limits: the limit for hour(1.4) cannot be lower than the limit for minute(1.5))")]
    [InlineData(
        """{"limits":{"sms":{"minute":1}},"policy":"redis"}""",
        "2 schema violations (failed conditional validation given value of field 'config.policy'; config.redis: {\n  host = \"required field missing\"\n})")]
    public void Says_what_is_wrong(string config, string? message)
    {
        Assert.Equal(message, PluginInput.Check("response-ratelimiting", config));
    }
}
