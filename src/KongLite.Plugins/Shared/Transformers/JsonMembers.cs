using System.Text.Json;
using System.Text.Json.Nodes;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Schema;

namespace KongLite.Plugins.Shared.Transformers;

/// <summary>
/// The members at the top of a JSON object, and what rules do to them; each method tells whether it changed anything. As in Lua, <c>false</c> counts as
/// absent where a rule asks whether a member is there, and <c>null</c> as present.
/// </summary>
internal sealed class JsonMembers
{
    private const int MostTokens = 250_000;

    private readonly JsonObject _members;

    private JsonMembers(JsonObject members) => _members = members;

    /// <summary>Reads a body.</summary>
    /// <returns>Its members; null when it is not a JSON object, or <see cref="IsTooLarge"/>.</returns>
    public static JsonMembers? Read(ReadOnlySpan<byte> json) => !IsTooLarge(json) && JsonTree.Read(json) is JsonObject members ? new JsonMembers(members) : null;

    /// <summary>Whether a body has more pieces than are taken apart: each needs many times its bytes.</summary>
    public static bool IsTooLarge(ReadOnlySpan<byte> json)
    {
        if (json.Length <= MostTokens)
        {
            return false;
        }

        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = int.MaxValue });
        try
        {
            int tokens = 0;
            while (tokens <= MostTokens && reader.Read())
            {
                tokens++;
            }

            return tokens > MostTokens;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>An object without members.</summary>
    public static JsonMembers Empty() => new([]);

    /// <summary>Whether a member is there.</summary>
    public bool Has(string name) =>
        _members.TryGetPropertyValue(name, out JsonNode? value) && !(value is JsonValue scalar && scalar.GetValueKind() == JsonValueKind.False);

    /// <summary>Takes a member away.</summary>
    public bool Remove(string name) => _members.Remove(name);

    /// <summary>Moves a member, whatever its value, to another name, whose own value is lost.</summary>
    public bool Rename(string name, string other)
    {
        if (name == other || !_members.Remove(name, out JsonNode? value))
        {
            return false;
        }

        _members[other] = value;
        return true;
    }

    /// <summary>Gives another value to a member that is there.</summary>
    public bool Replace(string name, JsonNode value) => Has(name) && Set(name, value);

    /// <summary>Adds a member that is not there.</summary>
    public bool Add(string name, JsonNode value) => !Has(name) && Set(name, value);

    /// <summary>Adds an element to a list, or makes a list of a text and the value. Any other value gives way to a list, except an object with members.</summary>
    public bool Append(string name, JsonNode value)
    {
        switch (_members[name])
        {
            case JsonArray list:
                list.Add(value);
                return true;
            case JsonObject { Count: > 0 }:
                return false;
            case JsonValue text when text.GetValueKind() == JsonValueKind.String:
                _members[name] = null;
                return Set(name, new JsonArray(text, value));
            default:
                return Set(name, new JsonArray(value));
        }
    }

    /// <summary>The object as UTF-8.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(_members, SchemaJson.Options);

    private bool Set(string name, JsonNode value)
    {
        _members[name] = value;
        return true;
    }
}
