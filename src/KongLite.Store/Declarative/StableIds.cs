using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using KongLite.Sdk.Schema;

namespace KongLite.Store.Declarative;

/// <summary>Ids of entities that a document gives none, the same each time that it is read (Kong: <c>declarative_config.lua</c>).</summary>
internal static class StableIds
{
    private static readonly Guid Root = new("fd02801f-0957-4a15-a55a-c8d9606f30b5");

    /// <summary>The id that follows from what the document says of the entity; null: none does, it has to be random.</summary>
    /// <param name="schema">The entity.</param>
    /// <param name="input">The entity as written.</param>
    /// <param name="parentField">Foreign field of the entity that it is nested in; null: it stands at the root.</param>
    /// <param name="parent">Id of that entity.</param>
    public static Guid? Of(EntitySchema schema, JsonObject input, string? parentField, Guid parent) =>
        KeyOf(schema, input, parentField, parent) is { } key ? V5(V5(Root, schema.Name), key) : null;

    /// <summary>A UUID of version 5 (RFC 9562, 5.5).</summary>
    public static Guid V5(Guid space, string name)
    {
        byte[] source = [.. space.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(name)];
#pragma warning disable CA5350 // The version asks for SHA-1; nothing here is secret.
        Span<byte> hash = SHA1.HashData(source).AsSpan(0, 16);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash, bigEndian: true);
    }

    private static string? KeyOf(EntitySchema schema, JsonObject input, string? parentField, Guid parent)
    {
        if (schema.CacheKey.Count == 0)
        {
            bool isKey = schema.EndpointKey is { } name && schema.Record.Find(name) is { Auto: null };
            return isKey ? input[schema.EndpointKey!].AsText() : null;
        }

        var key = new StringBuilder(schema.Name).Append(":*");
        foreach (string name in schema.CacheKey)
        {
            Field field = schema.Record.Find(name)!;
            bool isGiven = input.TryGetPropertyValue(name, out JsonNode? value);
            if (field.Auto is not null || (!isGiven && field.Required && name != parentField))
            {
                return null;
            }

            if (name == parentField)
            {
                key.Append(':').Append(parent.ToString("D"));
            }
            else if (!isGiven)
            {
                key.Append(':');
            }
            else if (value.AsText() is { } text)
            {
                key.Append(':').Append(text);
            }
        }

        return key.ToString();
    }
}
