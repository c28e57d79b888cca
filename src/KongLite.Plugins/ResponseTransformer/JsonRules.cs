using System.Text.Json.Nodes;
using KongLite.Plugins.Shared.Transformers;
using KongLite.Sdk.Schema;

namespace KongLite.Plugins.ResponseTransformer;

/// <summary>What a configuration does to the JSON objects of answers.</summary>
internal sealed class JsonRules
{
    private readonly string[] _removed;
    private readonly (string Name, string Value)[] _renamed;
    private readonly (string Name, JsonValue Value)[] _replaced;
    private readonly (string Name, JsonValue Value)[] _added;
    private readonly (string Name, JsonValue Value)[] _appended;

    /// <summary>The rules of a configuration.</summary>
    public JsonRules(ResponseTransformerConfig config)
    {
        _removed = [.. config.Remove.Json];
        _renamed = [.. config.Rename.Json.Select(NamedValue.Split).Where(pair => pair.Value.Length > 0)];
        _replaced = Compile(config.Replace);
        _added = Compile(config.Add);
        _appended = Compile(config.Append);
        Any = config.Remove.Json.Count + config.Rename.Json.Count + config.Replace.Json.Count + config.Add.Json.Count + config.Append.Json.Count > 0;
    }

    /// <summary>Whether there are rules at all.</summary>
    public bool Any { get; }

    /// <summary>Changes a body: remove, rename, replace, add, append.</summary>
    /// <returns>The changed body; null when it is not a JSON object.</returns>
    public byte[]? Apply(ReadOnlySpan<byte> body)
    {
        if (JsonMembers.Read(body) is not { } members)
        {
            return null;
        }

        foreach (string name in _removed)
        {
            members.Remove(name);
        }

        foreach ((string old, string name) in _renamed)
        {
            members.Rename(old, name);
        }

        foreach ((string name, JsonValue value) in _replaced)
        {
            members.Replace(name, value.DeepClone());
        }

        foreach ((string name, JsonValue value) in _added)
        {
            members.Add(name, value.DeepClone());
        }

        foreach ((string name, JsonValue value) in _appended)
        {
            members.Append(name, value.DeepClone());
        }

        return members.ToBytes();
    }

    private static (string Name, JsonValue Value)[] Compile(ResponseValues values)
    {
        var rules = new List<(string Name, JsonValue Value)>();
        for (int i = 0; i < values.Json.Count; i++)
        {
            (string name, string text) = NamedValue.Split(values.Json[i]);
            if (text.Length > 0 && ValueOf(text, i < values.JsonTypes.Count ? values.JsonTypes[i] : "string") is { } value)
            {
                rules.Add((name, value));
            }
        }

        return [.. rules];
    }

    // A number that is none is left out; every text but "true" is false.
    private static JsonValue? ValueOf(string text, string type) => type switch
    {
        "boolean" => JsonValue.Create(text == "true"),
        "number" => LuaNumber.TryParse(text, out double number) && double.IsFinite(number) ? JsonValue.Create(number) : null,
        _ => JsonValue.Create(text),
    };
}
