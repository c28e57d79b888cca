using KongLite.Sdk.Schema.Typedefs;

namespace KongLite.Plugins.OAuth2;

/// <summary>A URI that users may be sent back to: with scheme and host, without fragment (RFC 6749, 3.1.2).</summary>
internal sealed class RedirectUri : ITypedef
{
    /// <inheritdoc/>
    public static string? Check(string value)
    {
        int fragment = value.IndexOf('#', StringComparison.Ordinal);
        if (Url.Check(fragment < 0 ? value : value[..fragment]) is not null)
        {
            return $"cannot parse '{value}'";
        }

        return fragment < 0 ? null : $"fragment not allowed in '{value}'";
    }
}
