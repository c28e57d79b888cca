using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace KongLite.Sdk.Schema;

/// <summary>How records become JSON and back, by the names and shapes of their schemas.</summary>
public static class SchemaJson
{
    /// <summary>What the decoders let in: <see cref="JsonSerializerOptions.MaxDepth"/> of 64 would make answers fail that input passed.</summary>
    internal const int MaxDepth = 1000;

    /// <summary>Options of every record, and of every JSON answer: snake_case names, all members, minimal escapes.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>The wire name of a property.</summary>
    internal static string NameOf(PropertyInfo property)
    {
        string name = property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
        return property.IsDefined(typeof(ForeignAttribute)) && name.EndsWith("_id", StringComparison.Ordinal) ? name[..^3] : name;
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            // What was let in may stand inside of something else, such as a list of rows.
            MaxDepth = 2 * MaxDepth,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { FollowSchema } },
        };
        options.Converters.Add(new JsonStringEnumConverter(allowIntegerValues: false));
        options.MakeReadOnly();
        return options;
    }

    private static void FollowSchema(JsonTypeInfo info)
    {
        foreach (JsonPropertyInfo property in info.Properties)
        {
            if (property.AttributeProvider is not PropertyInfo source)
            {
                continue;
            }

            property.Name = NameOf(source);
            // Missing members were reported by the processor; cross-field checks still want to see the rest.
            property.IsRequired = false;
            if (source.IsDefined(typeof(ForeignAttribute)))
            {
                property.CustomConverter = source.PropertyType == typeof(Guid) ? new ForeignKeyConverter() : new NullableForeignKeyConverter();
            }
        }
    }

    private sealed class ForeignKeyConverter : JsonConverter<Guid>
    {
        public override Guid Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Guid.Parse(JsonNode.Parse(ref reader)!["id"]!.GetValue<string>());

        public override void Write(Utf8JsonWriter writer, Guid value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WriteString("id"u8, value);
            writer.WriteEndObject();
        }
    }

    private sealed class NullableForeignKeyConverter : JsonConverter<Guid?>
    {
        private static readonly ForeignKeyConverter Inner = new();

        public override Guid? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Null ? null : Inner.Read(ref reader, typeof(Guid), options);

        public override void Write(Utf8JsonWriter writer, Guid? value, JsonSerializerOptions options)
        {
            if (value is { } key)
            {
                Inner.Write(writer, key, options);
            }
            else
            {
                writer.WriteNullValue();
            }
        }
    }
}
