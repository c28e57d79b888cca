using System.Text.Json.Nodes;
using KongLite.Plugins;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;

namespace KongLite.Tests.Plugins;

/// <summary>Inputs for the bundled plugins and their entities, as the Admin API hands them to the schema engine.</summary>
internal static class PluginInput
{
    public const string Consumer = "8a21c1fa-e65e-4558-8673-540e85e67b33";

    public static SchemaCatalog Catalog { get; } = new(
        [EntitySchema.Of<Service>(), EntitySchema.Of<Route>(), EntitySchema.Of<Consumer>(), EntitySchema.Of<Plugin>()],
        BundledPlugins.Known.Values.Select(plugin => plugin.Value));

    public static SchemaProcessor Processor { get; } = new(Catalog, TimeProvider.System);

    public static EntitySchema Plugins => EntitySchema.Of<Plugin>();

    /// <summary>A configuration of a plugin with this <c>config</c>.</summary>
    public static JsonObject Of(string plugin, string config) => new() { ["name"] = plugin, ["config"] = JsonNode.Parse(config) };

    /// <summary>What is wrong with a configuration; null: nothing.</summary>
    public static string? Check(string plugin, string config) => Processor.Validate(Plugins, Of(plugin, config))?.Message;

    /// <summary>The <c>config</c> as it is stored.</summary>
    public static JsonObject Config(string plugin, string config)
    {
        SchemaResult result = Processor.Insert(Plugins, Of(plugin, config));
        Assert.Null(result.Errors?.Message);
        return (JsonObject)JsonNode.Parse(((Plugin)result.Entity!).Config.GetRawText())!;
    }

    /// <summary>An input for a credential of <see cref="Consumer"/>.</summary>
    public static JsonObject Credential(string json)
    {
        var input = (JsonObject)JsonNode.Parse(json)!;
        input["consumer"] = new JsonObject { ["id"] = Consumer };
        return input;
    }
}
