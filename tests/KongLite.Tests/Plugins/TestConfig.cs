using System.Text.Json.Nodes;
using KongLite.Plugins;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;

namespace KongLite.Tests.Plugins;

/// <summary>Configurations through the schema engine, as the Admin API takes them.</summary>
internal static class TestConfig
{
    private static readonly SchemaProcessor Processor = new(
        new SchemaCatalog([EntitySchema.Of<Service>(), EntitySchema.Of<Route>(), EntitySchema.Of<Consumer>(), EntitySchema.Of<Plugin>()], BundledPlugins.Definitions),
        TimeProvider.System);

    /// <summary>What is wrong with a configuration; null: nothing.</summary>
    public static SchemaErrors? Errors(string plugin, string config) => Processor.Insert(EntitySchema.Of<Plugin>(), Input(plugin, config)).Errors;

    /// <summary>The stored form of a configuration.</summary>
    public static JsonObject Stored(string plugin, string config) => Show(Processor.Insert(EntitySchema.Of<Plugin>(), Input(plugin, config)));

    /// <summary>The stored form of a configuration from form fields.</summary>
    public static SchemaResult FromForm(string plugin, string config)
    {
        JsonObject input = Input(plugin, config);
        Processor.Infer(EntitySchema.Of<Plugin>(), input);
        return Processor.Insert(EntitySchema.Of<Plugin>(), input);
    }

    public static JsonObject Show(SchemaResult result)
    {
        Assert.Null(result.Errors?.Message);
        return (JsonObject)EntitySchema.Of<Plugin>().ToJson(result.Entity!, DateTimeOffset.UnixEpoch)["config"]!;
    }

    private static JsonObject Input(string plugin, string config) => new() { ["name"] = plugin, ["config"] = JsonNode.Parse(config) };
}
