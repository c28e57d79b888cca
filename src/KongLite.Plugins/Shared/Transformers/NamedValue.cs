namespace KongLite.Plugins.Shared.Transformers;

/// <summary>The <c>name:value</c> notation of the transformers' rules.</summary>
internal static class NamedValue
{
    /// <summary>What stands before the first colon and what stands behind the last of the colons that follow it directly; both may be empty.</summary>
    public static (string Name, string Value) Split(string rule)
    {
        int colon = rule.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? (rule, string.Empty) : (rule[..colon], rule[colon..].TrimStart(':'));
    }
}
