using System.Text.Json.Nodes;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;

namespace KongLite.Store.Postgres;

/// <summary>Turns entities into rows and back.</summary>
internal static class RowBinder
{
    private const int MostKeys = 5;

    /// <summary>The row of an entity: a value for each column of its layout.</summary>
    /// <param name="layout">Its layout.</param>
    /// <param name="entity">The entity.</param>
    /// <param name="workspace">Id of the workspace that it belongs to.</param>
    public static Dictionary<string, object?> ToRow(RowLayout layout, IEntity entity, Guid workspace)
    {
        JsonObject json = layout.Schema.ToJson(entity, DateTimeOffset.UnixEpoch);
        return layout.Columns.ToDictionary(
            column => column.Name,
            column => column switch
            {
                { Field: { } field } => ToColumn(column.Kind, json[field.Name]),
                { Name: RowLayout.Workspace } => workspace,
                { Name: RowLayout.Ttl } => ((IExpiring)entity).ExpiresAt?.UtcDateTime,
                _ => CacheKeyOf(layout.Schema, json, workspace),
            },
            StringComparer.Ordinal);
    }

    /// <summary>The entity of a row. As in Kong, a null where a value is required reads as the default.</summary>
    /// <param name="layout">Its layout.</param>
    /// <param name="row">The row.</param>
    public static IEntity ToEntity(RowLayout layout, IReadOnlyDictionary<string, object?> row)
    {
        var json = new JsonObject();
        foreach (RowColumn column in layout.Columns)
        {
            if (column.Field is { } field)
            {
                json[field.Name] = Completed(field, FromColumn(column, row[column.Name]));
            }
        }

        IEntity entity = layout.Schema.Bind(json);
        return layout.Schema.Ttl && row[RowLayout.Ttl] is DateTime expiry
            ? ((IExpiring)entity).WithExpiry(new DateTimeOffset(expiry.ToUniversalTime()))
            : entity;
    }

    /// <summary>What two rows may not share, in Kong's form: the entity, five keys of which the last may be empty, the workspace.</summary>
    private static string CacheKeyOf(EntitySchema schema, JsonObject json, Guid workspace)
    {
        IEnumerable<string> keys = schema.CacheKey
            .Select(field => (json[field] is JsonObject parent ? parent["id"] : json[field])?.GetValue<string>() ?? string.Empty)
            .Concat(Enumerable.Repeat(string.Empty, MostKeys))
            .Take(MostKeys);
        return $"{schema.Name}:{string.Join(':', keys)}:{workspace:D}";
    }

    private static object? ToColumn(ColumnKind kind, JsonNode? value) => value is null ? null : kind switch
    {
        ColumnKind.Uuid => ToGuid(value),
        ColumnKind.Text => value.GetValue<string>(),
        ColumnKind.Integer => (long)value,
        ColumnKind.Boolean => value.GetValue<bool>(),
        ColumnKind.Time => DateTime.UnixEpoch.AddMilliseconds(Math.Round((double)value * 1000)),
        ColumnKind.Texts => value.AsArray().Select(each => (string?)each).ToArray(),
        ColumnKind.Uuids => value.AsArray().Select(each => ToGuid(each!)).ToArray(),
        ColumnKind.Json => value.ToJsonString(SchemaJson.Options),
        _ => value.AsArray().Select(each => each?.ToJsonString(SchemaJson.Options)).ToArray(),
    };

    private static JsonNode? FromColumn(RowColumn column, object? value) => value switch
    {
        null => null,
        Guid id when column.Field!.Type == FieldType.Foreign => new JsonObject { ["id"] = id.ToString("D") },
        Guid id => id.ToString("D"),
        string text => column.Kind == ColumnKind.Json ? JsonNode.Parse(text) : text,
        long number => number,
        bool flag => flag,
        DateTime time when column.Field!.Type == FieldType.Integer => new DateTimeOffset(time.ToUniversalTime()).ToUnixTimeSeconds(),
        DateTime time => new DateTimeOffset(time.ToUniversalTime()).ToUnixTimeMilliseconds() / 1000.0,
        Guid[] ids => new JsonArray([.. ids.Select(id => JsonValue.Create(id.ToString("D")))]),
        string?[] texts => new JsonArray([.. texts.Select(text => column.Kind == ColumnKind.Jsons && text is not null ? JsonNode.Parse(text) : text)]),
        _ => throw new InvalidOperationException($"column {column.Name} holds a {value.GetType().Name}"),
    };

    private static Guid ToGuid(JsonNode value) => Guid.ParseExact((value is JsonObject parent ? parent["id"]! : value).GetValue<string>(), "D");

    private static JsonNode? Completed(Field field, JsonNode? given, bool isMissing = false)
    {
        JsonNode? value = given is null && (isMissing || field.Required) ? DefaultOf(field) : given;

        // Rows that an older version wrote lack the keys that came later. A plugin's configuration is completed by those who know its schema.
        if (value is JsonObject members && field is { Type: FieldType.Record, Record: { } record })
        {
            foreach (Field member in record.Fields)
            {
                bool isGiven = members.Remove(member.Name, out JsonNode? inner);
                members[member.Name] = Completed(member, inner, !isGiven);
            }
        }

        return value;
    }

    private static JsonNode? DefaultOf(Field field) =>
        field.Default?.DeepClone() ?? (field is { Type: FieldType.Record, Required: true } ? new JsonObject() : null);
}
