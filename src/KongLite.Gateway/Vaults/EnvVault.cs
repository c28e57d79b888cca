using System.Text.Json;

namespace KongLite.Gateway.Vaults;

/// <summary>The vault named <c>env</c>: secrets in environment variables (Kong: <c>kong.vaults.env</c>).</summary>
/// <param name="read">Reads a variable; null: there is none.</param>
internal sealed class EnvVault(Func<string, string?> read)
{
    private const string Prefix = "{vault://env/";

    /// <summary>The secret that a reference names.</summary>
    /// <param name="reference">Such as <c>{vault://env/my-secret}</c>, which is variable <c>MY_SECRET</c>, or <c>{vault://env/my-secret/user}</c>, a member of its JSON.</param>
    /// <returns>The secret; null when the vault, the variable or the member does not exist.</returns>
    public string? Find(string reference)
    {
        if (!reference.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        string path = reference[Prefix.Length..^1];
        int end = path.AsSpan().IndexOfAny('?', '#');
        path = end < 0 ? path : path[..end];
        int slash = path.IndexOf('/', StringComparison.Ordinal);
        string variable = (slash < 0 ? path : path[..slash]).Replace('-', '_').ToUpperInvariant();
        string? value = variable.Length == 0 ? null : read(variable);
        return slash < 0 || value is null ? value : Member(value, path[(slash + 1)..]);
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
