using System.Text.Json.Nodes;
using KongLite.Sdk.Plugins;

namespace KongLite.Sdk.Schema;

/// <summary>A plugin's <c>name</c> brings its <c>config</c> and what it makes of the scopes and protocols.</summary>
internal sealed class PluginSubSchemas(IReadOnlyDictionary<string, PluginDefinition> plugins) : ISubSchemas
{
    public string Key => "name";

    public RecordSchema? Find(JsonObject input, out string? error)
    {
        string? name = input[Key].AsText();
        if (name is not null && plugins.TryGetValue(name, out PluginDefinition? plugin))
        {
            error = null;
            return plugin.Schema;
        }

        error = name is null ? "expected a string" : $"plugin '{name}' not enabled; add it to the 'plugins' configuration property";
        return null;
    }
}
