using KongLite.Plugins;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Plugins;
using KongLite.Sdk.Routing;
using KongLite.Sdk.Schema;

namespace KongLite;

/// <summary>The entities that a node serves, and those that it only knows the schema of.</summary>
internal static class NodeSchemas
{
    /// <summary>The catalog of a node with these plugins.</summary>
    /// <param name="plugins">The plugins that are loaded.</param>
    /// <param name="flavor">Decides what a route is.</param>
    public static SchemaCatalog Create(IReadOnlyList<PluginDefinition> plugins, RouterFlavor flavor) => new(
        [
            EntitySchema.Of<Consumer>(),
            EntitySchema.Of<KeySet>(),
            EntitySchema.Of<Key>(),
            EntitySchema.Of<Service>(),
            RouteSchemas.Of(flavor),
            EntitySchema.Of<Plugin>(),
        ],
        plugins,
        () => Known(flavor));

    private static SchemaCatalog Known(RouterFlavor flavor) => new(
        [
            EntitySchema.Of<Certificate>(),
            EntitySchema.Of<CaCertificate>(),
            EntitySchema.Of<Consumer>(),
            EntitySchema.Of<KeySet>(),
            EntitySchema.Of<Key>(),
            EntitySchema.Of<Service>(),
            RouteSchemas.Of(flavor),
            EntitySchema.Of<Sni>(),
            EntitySchema.Of<Upstream>(),
            EntitySchema.Of<Target>(),
            EntitySchema.Of<Vault>(),
            EntitySchema.Of<Plugin>(),
        ],
        BundledPlugins.Known.Values.Select(plugin => plugin.Value));
}
