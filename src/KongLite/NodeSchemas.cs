using KongLite.Plugins;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Plugins;
using KongLite.Sdk.Routing;
using KongLite.Sdk.Schema;

namespace KongLite;

/// <summary>The entities that a node serves, and those that it only knows the schema of.</summary>
internal static class NodeSchemas
{
    /// <summary>The catalog of a node.</summary>
    /// <param name="plugins">The loaded plugins.</param>
    /// <param name="flavor">Decides what a route is.</param>
    /// <param name="hasBundled">
    /// True when the <c>plugins</c> setting says <c>bundled</c>: the entities of Kong's bundled plugins are then kept whether or not the plugin is served, as
    /// scripts that set up credentials expect.
    /// </param>
    public static SchemaCatalog Create(IReadOnlyList<PluginDefinition> plugins, RouterFlavor flavor, bool hasBundled) =>
        new([.. Core(flavor), .. hasBundled ? BundledPlugins.Entities : []], plugins, () => Known(flavor));

    private static SchemaCatalog Known(RouterFlavor flavor) => new(
        [
            .. Core(flavor),
            .. BundledPlugins.Entities,
            .. BundledPlugins.InternalEntities,
            EntitySchema.Of<Workspace>(),
            EntitySchema.Of<Parameter>(),
            EntitySchema.Of<TaggedEntity>(),
        ],
        BundledPlugins.Known.Values.Select(plugin => plugin.Value));

    // Parents before children.
    private static EntitySchema[] Core(RouterFlavor flavor) =>
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
    ];
}
