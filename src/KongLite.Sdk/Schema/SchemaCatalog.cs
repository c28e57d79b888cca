using System.Collections.Frozen;
using System.Text.Json.Nodes;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Plugins;

namespace KongLite.Sdk.Schema;

/// <summary>The entities and plugins of a node. Made once at start.</summary>
public sealed class SchemaCatalog
{
    private readonly FrozenDictionary<string, EntitySchema> _entities;
    private readonly FrozenDictionary<string, ISubSchemas> _subSchemas;

    private readonly Lazy<SchemaCatalog> _known;

    /// <summary>A catalog of entities, of those the plugins bring, and of the plugins.</summary>
    /// <param name="entities">The entities that the node serves.</param>
    /// <param name="plugins">The plugins that are loaded.</param>
    /// <param name="known">Makes the catalog of everything that the node knows the schema of. Null: it knows what it serves.</param>
    /// <exception cref="InvalidOperationException">Two entities or two plugins share a name.</exception>
    public SchemaCatalog(IEnumerable<EntitySchema> entities, IEnumerable<PluginDefinition> plugins, Func<SchemaCatalog>? known = null)
    {
        _known = new Lazy<SchemaCatalog>(known ?? (() => this));
        Plugins = plugins.ToFrozenDictionary(plugin => plugin.Name, StringComparer.Ordinal);
        Entities =
        [
            .. entities
                .Concat(Plugins.Values.OrderBy(plugin => plugin.Name, StringComparer.Ordinal).SelectMany(plugin => plugin.Entities))
                .Distinct(),
        ];
        _entities = Entities.ToFrozenDictionary(entity => entity.Name, StringComparer.Ordinal);
        _subSchemas = new Dictionary<string, ISubSchemas>
        {
            ["plugins"] = new PluginSubSchemas(Plugins),
            ["routes"] = new RouteSubSchemas(Find("routes") ?? EntitySchema.Of<Route>()),
            ["vaults"] = new VaultSubSchemas(),
        }.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Every entity, parents before children.</summary>
    public IReadOnlyList<EntitySchema> Entities { get; }

    /// <summary>The plugins that are loaded, by name.</summary>
    public IReadOnlyDictionary<string, PluginDefinition> Plugins { get; }

    /// <summary>Whether the node keeps its configuration in a database that it writes to; false in DB-less mode.</summary>
    public bool HasDatabase { get; init; } = true;

    /// <summary>
    /// What the node knows the schema of, served or not: <c>/schemas/…</c> and validation answer for all of it. Made when first asked for.
    /// </summary>
    public SchemaCatalog Known => _known.Value;

    /// <summary>The entity of this internal name, or null.</summary>
    public EntitySchema? Find(string name) => _entities.GetValueOrDefault(name);

    /// <summary>The entity as the Admin API answers with it: as stored, and with the old names of fields beside the new ones.</summary>
    public JsonObject Show(EntitySchema schema, IEntity entity, DateTimeOffset now)
    {
        JsonObject json = schema.ToJson(entity, now);
        Shorthands.Show(Resolve(schema, json, out _) ?? schema.Record, json);
        return json;
    }

    /// <summary>The field that decides about an entity's fields; null: it has the same ones always.</summary>
    internal string? DecidingFieldOf(string entity) => _subSchemas.GetValueOrDefault(entity)?.Key;

    /// <summary>The fields and rules that apply to an input.</summary>
    /// <param name="schema">The entity.</param>
    /// <param name="input">The input; when its deciding field is missing, the field's default counts.</param>
    /// <param name="errors">The only error to report when no sub-schema applies.</param>
    internal RecordSchema? Resolve(EntitySchema schema, JsonObject input, out SchemaErrors? errors)
    {
        errors = null;
        if (!_subSchemas.TryGetValue(schema.Name, out ISubSchemas? subSchemas))
        {
            return schema.Record;
        }

        if (!input.TryGetPropertyValue(subSchemas.Key, out JsonNode? value))
        {
            value = schema.Record.Find(subSchemas.Key)!.Default;
            if (value is not null)
            {
                return subSchemas.Find(new JsonObject { [subSchemas.Key] = value.DeepClone() }, out _);
            }
        }

        if (value is null)
        {
            errors = SchemaErrors.At(subSchemas.Key, "required field missing");
            return null;
        }

        RecordSchema? found = subSchemas.Find(input, out string? error);
        errors = error is null ? null : SchemaErrors.At(subSchemas.Key, error);
        return found;
    }
}
