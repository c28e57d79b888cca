using System.Text.Json.Nodes;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;

namespace KongLite.Tests.Plugins.RateLimiting;

public sealed class RateLimitingConfigTests
{
    private const string NoLimit = "at least one of these fields must be non-empty: 'config.second', 'config.minute', 'config.hour', 'config.day', "
        + "'config.month', 'config.year'";

    [Theory]
    [InlineData("""{"second":1,"minute":1,"year":2}""", null)]
    [InlineData("{}", $"schema violation ({NoLimit})")]
    [InlineData("null", $"2 schema violations ({NoLimit}; config: required field missing)")]
    [InlineData("""{"second":0}""", "schema violation (config.second: value must be greater than 0)")]
    [InlineData("""{"second":10,"hour":5,"day":3}""", "schema violation (config: The limit for hour(5.0) cannot be lower than the limit for second(10.0))")]
    [InlineData("""{"second":1.25,"minute":1.2}""", "schema violation (config: The limit for minute(1.2) cannot be lower than the limit for second(1.3))")]
    [InlineData("""{"second":9,"minute":5,"hour":0}""", "schema violation (config.hour: value must be greater than 0)")]
    [InlineData("""{"minute":5,"sync_rate":1}""", "schema violation (config: sync_rate can only be used with the redis policy)")]
    [InlineData(
        """{"minute":5,"policy":"redis","redis":{"host":"h"},"sync_rate":0.01}""",
        "schema violation (config: sync_rate must be greater than 0.02, or -1 to disable)")]
    [InlineData(
        """{"minute":5,"policy":"redis"}""",
        "2 schema violations (failed conditional validation given value of field 'config.policy'; config.redis: {\n  host = \"required field missing\"\n})")]
    [InlineData(
        """{"minute":5,"policy":"redis","redis":{"host":"h","port":70000}}""",
        "2 schema violations (failed conditional validation given value of field 'config.policy'; "
        + "config.redis: {\n  port = \"value should be between 0 and 65535\"\n})")]
    [InlineData("""{"minute":5,"policy":"redis","redis":null}""", "schema violation (config.redis: required field missing)")]
    [InlineData("""{"minute":5,"policy":"redis","redis":5}""", "schema violation (config.redis: expected a record)")]
    [InlineData(
        """{"minute":5,"limit_by":"path","path":"x"}""",
        "2 schema violations (failed conditional validation given value of field 'config.limit_by'; config.path: should start with: /)")]
    [InlineData("""{"minute":5,"redis":{"server_name":"1.2.3.4"}}""", "schema violation (config.redis: {\n  server_name = \"must not be an IP\"\n})")]
    [InlineData("""{"minute":5,"redis_port":"1"}""", "schema violation (redis_port: expected an integer)")]
    [InlineData(
        """{"minute":5,"redis_host":"a","redis":{"host":"b"}}""",
        "schema violation (redis_host: both deprecated and new field are used but their values mismatch: redis_host = a vs redis.host = b)")]
    public void Says_what_is_wrong(string config, string? message)
    {
        Assert.Equal(message, PluginInput.Check("rate-limiting", config));
    }

    [Theory]
    [InlineData("rate-limiting", """{"minute":5,"policy":"cluster"}""", "schema violation (config.policy: expected one of: local, redis)")]
    [InlineData("rate-limiting", """{"minute":5,"policy":"local"}""", null)]
    [InlineData(
        "response-ratelimiting", """{"limits":{"v":{"minute":5}},"policy":"cluster"}""", "schema violation (config.policy: expected one of: local, redis)")]
    public void Knows_no_cluster_without_a_database(string plugin, string config, string? message)
    {
        var catalog = new SchemaCatalog([EntitySchema.Of<Plugin>()], PluginInput.Catalog.Plugins.Values) { HasDatabase = false };

        SchemaErrors? errors = new SchemaProcessor(catalog, TimeProvider.System).Validate(PluginInput.Plugins, PluginInput.Of(plugin, config));

        Assert.Equal(message, errors?.Message);
    }

    [Fact]
    public void Shows_the_old_names_of_the_redis_fields()
    {
        IEntity plugin = PluginInput.Processor.Insert(
            PluginInput.Plugins, PluginInput.Of("rate-limiting", """{"minute":5,"redis_host":"r.test","redis":{"port":7}}""")).Entity!;

        JsonNode config = PluginInput.Catalog.Show(PluginInput.Plugins, plugin, DateTimeOffset.UnixEpoch)["config"]!;

        Assert.Equal("r.test", config["redis"]!["host"]!.GetValue<string>());
        Assert.Equal("r.test", config["redis_host"]!.GetValue<string>());
        Assert.Equal(7, config["redis_port"]!.GetValue<int>());
        Assert.Equal(2000, config["redis_timeout"]!.GetValue<int>());
    }
}
