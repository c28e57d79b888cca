using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;

namespace KongLite.Store.Memory;

/// <summary>One field, or several together, of which no two rows may have the same values.</summary>
internal sealed class UniqueConstraint(EntitySchema schema, IReadOnlyList<string> fields, bool nullIsValue)
{
    /// <summary>Wire names.</summary>
    public IReadOnlyList<string> Fields { get; } = fields;

    /// <summary>The constraints of an entity in the order of checking: the combination first, as Kong's table lists its indexes.</summary>
    public static IReadOnlyList<UniqueConstraint> Of(EntitySchema schema)
    {
        var found = new List<UniqueConstraint>();
        bool alreadyUnique = schema.CacheKey is [var only] && schema.UniqueFields.Any(field => field.Name == only);
        if (schema.CacheKey.Count > 0 && !alreadyUnique)
        {
            found.Add(new UniqueConstraint(schema, schema.CacheKey, nullIsValue: true));
        }

        found.AddRange(schema.UniqueFields.Select(field => new UniqueConstraint(schema, [field.Name], nullIsValue: false)));
        return found;
    }

    /// <summary>What no other row may have, as one text; null: the row takes no place.</summary>
    public string? KeyOf(IEntity entity)
    {
        if (Fields is [var only])
        {
            string? value = Text(schema.Read(entity, only));
            return value is null && nullIsValue ? string.Empty : value;
        }

        return Joined(field => schema.Read(entity, field));
    }

    /// <summary>The key of the child that has a value, as <see cref="KeyOf(IEntity)"/> gives it; null: the constraint is about other fields.</summary>
    public string? KeyOf(ParentFilter parent, string field, string value) =>
        Fields.Count == 2 && Fields.Contains(parent.Field) && Fields.Contains(field) ? Joined(each => each == field ? value : parent.Id) : null;

    /// <summary>The values of a row as errors show them.</summary>
    public JsonObject Describe(IEntity entity)
    {
        JsonObject row = schema.ToJson(entity, DateTimeOffset.UnixEpoch);
        return new JsonObject(Fields.Select(field => KeyValuePair.Create(field, row[field]?.DeepClone())));
    }

    private string Joined(Func<string, object?> read)
    {
        var key = new StringBuilder();
        foreach (string field in Fields)
        {
            // Lengths keep ("a", "bc") and ("ab", "c") apart.
            string? value = Text(read(field));
            key.Append(CultureInfo.InvariantCulture, $"{value?.Length ?? -1}:{value}");
        }

        return key.ToString();
    }

    private static string? Text(object? value) => value switch
    {
        null => null,
        string text => text,
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
