using KongLite.Sdk.Plugins;

namespace KongLite;

/// <summary>The plugins that the <c>plugins</c> setting names.</summary>
internal static class PluginLoader
{
    /// <summary>Picks plugins.</summary>
    /// <param name="names">Names, <c>bundled</c> or <c>off</c>.</param>
    /// <param name="bundled">Those that <c>bundled</c> stands for: what works.</param>
    /// <param name="known">Those that may be named, by name: also the ones whose behaviour is not built yet.</param>
    /// <param name="error">What is wrong with a name; null: nothing.</param>
    public static IReadOnlyList<PluginDefinition> Load(
        IReadOnlyList<string> names,
        IReadOnlyList<PluginDefinition> bundled,
        IReadOnlyDictionary<string, Lazy<PluginDefinition>> known,
        out string? error)
    {
        error = null;
        if (names.Contains("off"))
        {
            return [];
        }

        var loaded = new Dictionary<string, PluginDefinition>(StringComparer.Ordinal);
        foreach (string name in names)
        {
            if (name == "bundled")
            {
                foreach (PluginDefinition plugin in bundled)
                {
                    loaded[plugin.Name] = plugin;
                }
            }
            else if (known.TryGetValue(name, out Lazy<PluginDefinition>? plugin))
            {
                loaded[name] = plugin.Value;
            }
            else
            {
                error = $"error loading plugin schemas: on plugin '{name}': {name} plugin is enabled but not installed;";
            }
        }

        return [.. loaded.Values];
    }
}
