using KongLite.Plugins;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Plugins;
using KongLite.Sdk.Schema;
using Route = KongLite.Sdk.Entities.Route;

namespace KongLite;

/// <summary>The entities that a node serves, and those that it only knows the schema of.</summary>
internal static class NodeSchemas
{
    /// <summary>The catalog of a node.</summary>
    /// <param name="plugins">Its plugins.</param>
    /// <param name="hasDatabase">Whether it keeps its configuration in a database.</param>
    public static SchemaCatalog Create(IReadOnlyList<PluginDefinition> plugins, bool hasDatabase) => new(
        [
            EntitySchema.Of<Consumer>(),
            EntitySchema.Of<KeySet>(),
            EntitySchema.Of<Key>(),
            EntitySchema.Of<Service>(),
            EntitySchema.Of<Route>(),
            EntitySchema.Of<Plugin>(),
        ],
        plugins,
        () => Known(hasDatabase))
    {
        HasDatabase = hasDatabase,
    };

    private static SchemaCatalog Known(bool hasDatabase) => new(
        [
            EntitySchema.Of<Certificate>(),
            EntitySchema.Of<CaCertificate>(),
            EntitySchema.Of<Consumer>(),
            EntitySchema.Of<KeySet>(),
            EntitySchema.Of<Key>(),
            EntitySchema.Of<Service>(),
            EntitySchema.Of<Route>(),
            EntitySchema.Of<Sni>(),
            EntitySchema.Of<Upstream>(),
            EntitySchema.Of<Target>(),
            EntitySchema.Of<Vault>(),
            EntitySchema.Of<Plugin>(),
        ],
        BundledPlugins.Known.Values.Select(plugin => plugin.Value))
    {
        HasDatabase = hasDatabase,
    };
}
