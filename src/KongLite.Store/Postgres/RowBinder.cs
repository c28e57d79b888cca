using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;

namespace KongLite.Store.Postgres;

/// <summary>Turns entities into rows and back.</summary>
internal static class RowBinder
{
    private const int MostKeys = 5;
    private const int InitialSize = 1024;

    // As deep as input may be.
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = SchemaJson.Options.Encoder, MaxDepth = SchemaJson.Options.MaxDepth };

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

    /// <summary>The entity of a row, as <see cref="ToEntity"/>.</summary>
    /// <exception cref="StoreException">The row holds what no schema allows: somebody wrote it by hand.</exception>
    public static IEntity Read(RowLayout layout, IReadOnlyDictionary<string, object?> row)
    {
        try
        {
            return ToEntity(layout, row);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new StoreException($"row {row[RowLayout.Id]} of table {layout.Schema.Table} holds what its schema does not allow", error);
        }
    }

    /// <summary>The entity of a row. As in Kong, a null where a value is required reads as the default.</summary>
    /// <param name="layout">Its layout.</param>
    /// <param name="row">The row.</param>
    public static IEntity ToEntity(RowLayout layout, IReadOnlyDictionary<string, object?> row)
    {
        var json = new ArrayBufferWriter<byte>(InitialSize);
        using (var writer = new Utf8JsonWriter(json, WriterOptions))
        {
            writer.WriteStartObject();
            foreach (RowColumn column in layout.Columns)
            {
                if (column.Field is { } field)
                {
                    writer.WritePropertyName(field.Name);
                    Write(writer, column, field, row[column.Name]);
                }
            }

            writer.WriteEndObject();
        }

        IEntity entity = layout.Schema.Bind(json.WrittenSpan);
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

    private static void Write(Utf8JsonWriter writer, RowColumn column, Field field, object? value)
    {
        switch (value)
        {
            case null when field.Required && DefaultOf(field) is { } otherwise:
                Completed(field, otherwise)!.WriteTo(writer);
                break;
            case null when column.Kind == ColumnKind.Time && field.Auto is not null:
                writer.WriteNumberValue(0);
                break;
            case null:
                writer.WriteNullValue();
                break;
            case Guid id when field.Type == FieldType.Foreign:
                writer.WriteStartObject();
                writer.WriteString("id", id);
                writer.WriteEndObject();
                break;
            case Guid id:
                writer.WriteStringValue(id);
                break;
            case string text when column.Kind != ColumnKind.Json:
                writer.WriteStringValue(text);
                break;
            // A plugin's configuration is completed by those who know its schema.
            case string json when field.Record is null:
                writer.WriteRawValue(json);
                break;
            case string json:
                Completed(field, JsonNode.Parse(json))!.WriteTo(writer);
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case DateTime time when field.Type == FieldType.Integer:
                writer.WriteNumberValue(new DateTimeOffset(time.ToUniversalTime()).ToUnixTimeSeconds());
                break;
            case DateTime time:
                writer.WriteNumberValue(new DateTimeOffset(time.ToUniversalTime()).ToUnixTimeMilliseconds() / 1000.0);
                break;
            case Guid[] ids:
                writer.WriteStartArray();
                foreach (Guid id in ids)
                {
                    writer.WriteStringValue(id);
                }

                writer.WriteEndArray();
                break;
            case string?[] texts:
                Write(writer, column, texts);
                break;
            default:
                throw new InvalidOperationException($"column {column.Name} holds a {value.GetType().Name}");
        }
    }

    private static void Write(Utf8JsonWriter writer, RowColumn column, string?[] texts)
    {
        writer.WriteStartArray();
        foreach (string? text in texts)
        {
            if (column.Kind == ColumnKind.Jsons && text is not null)
            {
                writer.WriteRawValue(text);
            }
            else
            {
                writer.WriteStringValue(text);
            }
        }

        writer.WriteEndArray();
    }

    private static Guid ToGuid(JsonNode value) => Guid.ParseExact((value is JsonObject parent ? parent["id"]! : value).GetValue<string>(), "D");

    private static JsonNode? Completed(Field field, JsonNode? given, bool isMissing = false)
    {
        JsonNode? value = given is null && (isMissing || field.Required) ? DefaultOf(field) : given;

        // Rows that an older version wrote lack the keys that came later.
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
