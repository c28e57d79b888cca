using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;

namespace KongLite.Store.Declarative;

/// <summary>
/// Writes a declarative configuration of format 3.0: every field, null as <c>~</c>, references as id texts, parents before children, nothing
/// left to transform.
/// </summary>
public static class DeclarativeWriter
{
    internal const string Head = "_format_version: '3.0'\n_transform: false\n";

    /// <summary>The document.</summary>
    /// <param name="entities">The rows.</param>
    /// <param name="now">The moment from which lifetimes are counted.</param>
    public static string Write(IEnumerable<DeclaredEntity> entities, DateTimeOffset now)
    {
        var rows = entities.ToLookup(each => each.Schema);
        var text = new StringBuilder(Head);
        foreach (EntitySchema schema in ParentsFirst(rows.Select(group => group.Key)))
        {
            text.Append(schema.Name).Append(":\n");
            foreach (DeclaredEntity each in rows[schema].OrderBy(row => row.Entity.Id))
            {
                WriteFields(text, schema, each.Entity);
                if (schema.Ttl)
                {
                    text.Append(Ttl(each.Entity, now));
                }
            }
        }

        return text.ToString();
    }

    /// <summary>Entities in an order in which none refers to a later one, by name where that leaves a choice.</summary>
    internal static IReadOnlyList<EntitySchema> ParentsFirst(IEnumerable<EntitySchema> schemas)
    {
        var waiting = schemas.OrderBy(schema => schema.Name, StringComparer.Ordinal).ToList();
        var ordered = new List<EntitySchema>(waiting.Count);
        while (waiting.Count > 0)
        {
            EntitySchema next = waiting.FirstOrDefault(
                schema => !schema.ForeignFields.Any(field => waiting.Any(other => other.Name == field.Reference)))
                ?? throw new InvalidOperationException($"{waiting[0].Name} and others refer to each other in a circle");
            ordered.Add(next);
            waiting.Remove(next);
        }

        return ordered;
    }

    /// <summary>An entity as an item of its list, up to its lifetime, which differs each time that it is written.</summary>
    internal static void WriteFields(StringBuilder text, EntitySchema schema, IEntity entity)
    {
        JsonObject row = schema.ToJson(entity, DateTimeOffset.UnixEpoch);
        row.Remove("ttl");
        foreach (Field field in schema.ForeignFields)
        {
            row[field.Name] = row[field.Name]?["id"]?.DeepClone();
        }

        foreach (Field field in schema.Record.Fields.Where(field => field.Transient))
        {
            row.Remove(field.Name);
        }

        YamlWriter.WriteItem(text, row);
    }

    /// <summary>The line with the lifetime of an entity, in whole seconds that have not run out before it does.</summary>
    internal static string Ttl(IEntity entity, DateTimeOffset now) => ((IExpiring)entity).ExpiresAt is { } expiry
        ? string.Create(CultureInfo.InvariantCulture, $"  ttl: {Math.Max(1, (long)Math.Ceiling((expiry - now).TotalSeconds))}\n")
        : "  ttl: ~\n";
}
