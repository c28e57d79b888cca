namespace KongLite.Settings;

/// <summary>What the settings say besides the fields of <see cref="NodeSettings"/>.</summary>
/// <param name="References">Vault references as written, by property: <c>GET /</c> shows them in place of the values.</param>
/// <param name="Directives">Members of the <c>nginx_</c> families, by property, as written.</param>
/// <param name="Unused">Properties of Kong's that were given and that this node has no use for.</param>
internal sealed record SettingsExtras(
    IReadOnlyDictionary<string, string> References,
    IReadOnlyDictionary<string, string> Directives,
    IReadOnlyList<string> Unused)
{
    /// <summary>Nothing more was said.</summary>
    public static SettingsExtras None { get; } = new(new Dictionary<string, string>(), new Dictionary<string, string>(), []);
}
