using KongLite.Sdk.Plugins;

namespace KongLite;

/// <summary>The plugins that the <c>plugins</c> setting names.</summary>
internal static class PluginLoader
{
    /// <summary>Picks plugins.</summary>
    /// <param name="names">Names, <c>bundled</c> or <c>off</c>.</param>
    /// <param name="bundled">Those that come with the node.</param>
    /// <param name="error">What is wrong with a name; null: nothing.</param>
    public static IReadOnlyList<PluginDefinition> Load(IReadOnlyList<string> names, IReadOnlyList<PluginDefinition> bundled, out string? error)
    {
        error = null;
        if (names.Contains("off"))
        {
            return [];
        }

        var loaded = new Dictionary<string, PluginDefinition>(StringComparer.Ordinal);
        foreach (string name in names)
        {
            PluginDefinition[] found = [.. bundled.Where(plugin => name == "bundled" || plugin.Name == name)];
            if (found.Length == 0 && name != "bundled")
            {
                error = $"error loading plugin schemas: on plugin '{name}': {name} plugin is enabled but not installed;";
            }

            foreach (PluginDefinition plugin in found)
            {
                loaded[plugin.Name] = plugin;
            }
        }

        return [.. loaded.Values];
    }
}
