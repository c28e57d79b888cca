using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using KongLite.Gateway.Vaults;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Plugins;
using KongLite.Sdk.Schema;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KongLite.Gateway.Pipeline;

/// <summary>Makes plugin objects: the configuration, with its secrets in place, the row if wanted, then services, to the plugin's constructor.</summary>
internal sealed partial class PluginCatalog(
    SchemaCatalog schemas, IServiceProvider services, VaultReferences references, ILogger<PluginCatalog> logger)
{
    private readonly ConcurrentDictionary<PluginDefinition, Factory> _factories = new();

    /// <summary>What is known of a plugin; null: it is not installed.</summary>
    public PluginDefinition? Find(string name) => schemas.Plugins.GetValueOrDefault(name);

    /// <summary>The object for a configuration; one that cannot be made answers 500 wherever it applies.</summary>
    /// <param name="entity">The row.</param>
    /// <param name="vaults">Where its secrets may be.</param>
    public PluginInstance Create(Plugin entity, VaultTable vaults)
    {
        if (Find(entity.Name) is not { } definition)
        {
            NotInstalled(entity.Name, entity.Id);
            return new PluginInstance(entity, priority: 0, new BrokenPlugin());
        }

        if (!definition.IsServed)
        {
            NotServed(entity.Name, entity.Id);
            return new PluginInstance(entity, definition.Priority, new BrokenPlugin());
        }

        try
        {
            JsonObject config = entity.Config.ValueKind == JsonValueKind.Object ? JsonObject.Create(entity.Config)! : [];
            references.Resolve(definition.Config, config, vaults);
            Factory factory = _factories.GetOrAdd(definition, Factory.Of);
            return new PluginInstance(entity, definition.Priority, factory.Make(services, definition.Config.Bind(config), entity));
        }
        // A plugin's constructor is foreign code; one broken plugin must not keep the others from changing.
        catch (Exception error)
        {
            NotBuilt(error, entity.Name, entity.Id);
            return new PluginInstance(entity, definition.Priority, new BrokenPlugin());
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "plugin {Plugin} ({Id}) is not installed; what it applies to is answered with 500")]
    private partial void NotInstalled(string plugin, Guid id);

    [LoggerMessage(Level = LogLevel.Error, Message = "plugin {Plugin} ({Id}) is known but not served yet; what it applies to is answered with 500")]
    private partial void NotServed(string plugin, Guid id);

    [LoggerMessage(Level = LogLevel.Error, Message = "plugin {Plugin} ({Id}) could not be built; what it applies to is answered with 500")]
    private partial void NotBuilt(Exception error, string plugin, Guid id);

    // A constructor that has no use for the row need not take it.
    private sealed record Factory(ObjectFactory Constructor, bool TakesRow)
    {
        public static Factory Of(PluginDefinition definition)
        {
            bool takesRow = Array.Exists(
                definition.Type.GetConstructors(), each => Array.Exists(each.GetParameters(), parameter => parameter.ParameterType == typeof(Plugin)));
            Type[] given = takesRow ? [definition.Config.Type, typeof(Plugin)] : [definition.Config.Type];
            return new Factory(ActivatorUtilities.CreateFactory(definition.Type, given), takesRow);
        }

        public object Make(IServiceProvider services, object config, Plugin row) => Constructor(services, TakesRow ? [config, row] : [config]);
    }
}
