using System.Text.Json;

namespace KongLite.Gateway.Vaults;

/// <summary>Vaults of type <c>env</c>: secrets in environment variables (Kong: <c>kong.vaults.env</c>).</summary>
/// <param name="read">Reads a variable; null: there is none.</param>
internal sealed class EnvVault(Func<string, string?> read)
{
    private const string Scheme = "{vault://";

    /// <summary>The secret that a reference names.</summary>
    /// <param name="reference">
    /// Such as <c>{vault://env/my-secret}</c>, which is variable <c>MY_SECRET</c>, or <c>{vault://env/my-secret/user}</c>, a member of its JSON. In place of
    /// <c>env</c> stands the prefix of a vault that has a row; its <c>config.prefix</c> goes before the variable's name.
    /// </param>
    /// <param name="vaults">The vaults.</param>
    /// <returns>The secret; null when the vault, the variable or the member does not exist.</returns>
    public string? Find(string reference, VaultTable vaults)
    {
        string path = reference[Scheme.Length..^1];
        int end = path.AsSpan().IndexOfAny('?', '#');
        string[] parts = (end < 0 ? path : path[..end]).Split('/', 3);
        if (parts.Length < 2 || parts[1].Length == 0 || vaults.PrefixOf(parts[0]) is not { } prefix)
        {
            return null;
        }

        string? value = read((prefix + parts[1]).Replace('-', '_').ToUpperInvariant());
        return parts.Length == 2 || value is null ? value : Member(value, parts[2]);
    }

    private static string? Member(string json, string key)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(key, out JsonElement member)
                ? member.ValueKind == JsonValueKind.String ? member.GetString() : member.GetRawText()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
