using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace KongLite.Admin.OpenApi;

/// <summary>One input for each entity, as a user would send it: a small shop. The answers to them are computed (<see cref="EntityExamples"/>).</summary>
internal static class EntitySamples
{
    /// <summary>The input, by internal name of the entity.</summary>
    public static IReadOnlyDictionary<string, JsonObject> Inputs { get; } = Parse();

    /// <summary>The id of the sample of an entity; always the same one.</summary>
    public static Guid IdOf(string entity)
    {
        byte[] bytes = SHA256.HashData(Encoding.UTF8.GetBytes(entity))[..16];
        // Marked as a random UUID (RFC 9562, version 4).
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    private static Dictionary<string, JsonObject> Parse()
    {
        using Stream file = typeof(EntitySamples).Assembly.GetManifestResourceStream("KongLite.Admin.OpenApi.samples.json")!;
        var samples = (JsonObject)JsonNode.Parse(file)!;
        return samples.ToDictionary(each => each.Key, each => (JsonObject)Fill(each.Value!.DeepClone())!, StringComparer.Ordinal);
    }

    // {"sample": "services"} in the file stands for a reference to the sample of services.
    private static JsonNode Fill(JsonNode node)
    {
        foreach ((string name, JsonNode? value) in (node as JsonObject ?? []).ToList())
        {
            if (value is JsonObject { Count: 1 } reference && reference["sample"] is { } entity)
            {
                node[name] = new JsonObject { ["id"] = IdOf(entity.GetValue<string>()).ToString("D") };
            }
        }

        return node;
    }
}
