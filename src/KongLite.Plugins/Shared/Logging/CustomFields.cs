using System.Text.Json;
using System.Text.Json.Nodes;
using KongLite.Sdk.Schema;
using Microsoft.Extensions.Logging;

namespace KongLite.Plugins.Shared.Logging;

/// <summary>
/// The configured fields of entries. Their Lua code is not run: code that returns a constant is understood, and a field with any other is left out.
/// </summary>
internal sealed partial class CustomFields
{
    private readonly List<(string[] Path, string? Json)> _fields = [];

    /// <summary>Reads the fields.</summary>
    /// <param name="code">Name to Lua code; null: none.</param>
    /// <param name="logger">Learns of code that is not understood.</param>
    public CustomFields(IReadOnlyDictionary<string, string>? code, ILogger logger)
    {
        foreach ((string name, string lua) in code ?? new Dictionary<string, string>())
        {
            if (LuaConstant.TryRead(lua, out JsonNode? value))
            {
                _fields.Add((name.Split('.'), value?.ToJsonString(SchemaJson.Options)));
            }
            else
            {
                NotUnderstood(logger, name);
            }
        }
    }

    /// <summary>An entry with the fields; a field whose value is nil goes.</summary>
    public byte[] Apply(byte[] entry)
    {
        if (_fields.Count == 0)
        {
            return entry;
        }

        var json = (JsonObject)JsonNode.Parse(entry)!;
        foreach ((string[] path, string? value) in _fields)
        {
            Set(json, path, value);
        }

        return JsonSerializer.SerializeToUtf8Bytes(json, SchemaJson.Options);
    }

    private static void Set(JsonObject json, string[] path, string? value)
    {
        foreach (string name in path.AsSpan(0, path.Length - 1))
        {
            if (json[name] is not JsonObject inner)
            {
                if (value is null)
                {
                    return;
                }

                json[name] = inner = [];
            }

            json = inner;
        }

        if (value is null)
        {
            json.Remove(path[^1]);
        }
        else
        {
            json[path[^1]] = JsonNode.Parse(value);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "custom_fields_by_lua: field {Field} is left out, as its code is more than the return of a constant")]
    private static partial void NotUnderstood(ILogger logger, string field);
}
