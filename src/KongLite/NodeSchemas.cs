using KongLite.Plugins;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Plugins;
using KongLite.Sdk.Routing;
using KongLite.Sdk.Schema;
using KongLite.Settings;

namespace KongLite;

/// <summary>The entities that a node serves, and those that it only knows the schema of.</summary>
internal static class NodeSchemas
{
    /// <summary>
    /// The catalog of a node. When its <c>plugins</c> say <c>bundled</c>, the entities of Kong's bundled plugins are kept whether or not the plugin is
    /// served, as scripts that set up credentials expect.
    /// </summary>
    /// <param name="plugins">The loaded plugins.</param>
    /// <param name="settings">The node's settings.</param>
    public static SchemaCatalog Create(IReadOnlyList<PluginDefinition> plugins, NodeSettings settings)
    {
        RouterFlavor flavor = settings.RouterFlavor;
        bool hasDatabase = settings.Database != Database.Off;
        IReadOnlyList<EntitySchema> bundled = settings.Plugins.Contains("bundled") ? BundledPlugins.Entities : [];
        return new([.. Core(flavor), .. bundled], plugins, () => Known(flavor, hasDatabase)) { HasDatabase = hasDatabase };
    }

    private static SchemaCatalog Known(RouterFlavor flavor, bool hasDatabase) => new(
        [
            .. Core(flavor),
            .. BundledPlugins.Entities,
            .. BundledPlugins.InternalEntities,
            EntitySchema.Of<Workspace>(),
            EntitySchema.Of<Parameter>(),
            EntitySchema.Of<TaggedEntity>(),
        ],
        BundledPlugins.Known.Values.Select(plugin => plugin.Value))
    {
        HasDatabase = hasDatabase,
    };

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
