using System.Text.Json;
using System.Text.Json.Nodes;
using KongLite.Sdk.Schema;
using Microsoft.Extensions.Logging;

namespace KongLite.Gateway.Vaults;

/// <summary>Puts secrets in the place of the references that name them, before a configuration is bound.</summary>
internal sealed partial class VaultReferences(EnvVault env, ILogger<VaultReferences> logger)
{
    /// <summary>Whether a configuration may hold references.</summary>
    public static bool MayBeIn(JsonElement config) =>
        config.ValueKind == JsonValueKind.Object && config.GetRawText().Contains("{vault:", StringComparison.Ordinal);

    /// <summary>Resolves the references of a record, in place. One that cannot be resolved becomes the empty text, as in Kong.</summary>
    /// <param name="schema">Says where references may stand.</param>
    /// <param name="record">The record.</param>
    /// <param name="vaults">The vaults.</param>
    public void Resolve(RecordSchema schema, JsonObject record, VaultTable vaults)
    {
        foreach (Field field in schema.Fields)
        {
            if (record[field.Name] is { } value && Resolved(field, value, vaults) is { } resolved)
            {
                record[field.Name] = resolved;
            }
        }
    }

    // The value to put in place of the value; null: it stays, perhaps changed inside.
    private JsonValue? Resolved(Field field, JsonNode value, VaultTable vaults)
    {
        switch (value)
        {
            case JsonObject inner when field.Record is { } schema:
                Resolve(schema, inner, vaults);
                return null;
            case JsonObject map when field.Elements is { } elements:
                foreach ((string key, JsonNode? each) in map.ToList())
                {
                    if (each is not null && Resolved(elements, each, vaults) is { } resolved)
                    {
                        map[key] = resolved;
                    }
                }

                return null;
            case JsonArray list when field.Elements is { } elements:
                for (int i = 0; i < list.Count; i++)
                {
                    if (list[i] is { } each && Resolved(elements, each, vaults) is { } resolved)
                    {
                        list[i] = resolved;
                    }
                }

                return null;
            case JsonValue text when field.Referenceable && text.TryGetValue(out string? reference) && VaultReference.Is(reference):
                return JsonValue.Create(Resolve(reference, vaults));
            default:
                return null;
        }
    }

    /// <summary>The secret that a reference names; the empty text when it cannot be resolved.</summary>
    public string Resolve(string reference, VaultTable vaults)
    {
        string? secret = env.Find(reference, vaults);
        if (secret is null)
        {
            Unresolved(reference);
        }

        return secret ?? string.Empty;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "unable to resolve reference {Reference}")]
    private partial void Unresolved(string reference);
}
