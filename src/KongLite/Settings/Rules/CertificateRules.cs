using System.Security.Authentication;
using System.Text.Json.Nodes;
using KongLite.Sdk.Schema;

namespace KongLite.Settings;

/// <summary>A list of certificates of authorities, or <c>system</c> for those that the system trusts.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AuthoritiesAttribute : EntriesRule
{
    /// <summary>Stands for the authorities that the system trusts.</summary>
    public const string System = "system";

    /// <inheritdoc/>
    protected override string? CheckEntry(string entry) =>
        entry == System || PemText.Certificates(entry) is not null ? null : $"{Name}: failed loading certificate from {PemText.Shown(entry)}";
}

/// <summary>A certificate of authorities, or several: a path, a PEM text or that in Base64.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AuthorityFileAttribute : SettingRule
{
    /// <inheritdoc/>
    public override string? Check(JsonNode value) =>
        PemText.Certificates(value.AsText()!) is not null ? null : $"{Name}: failed loading certificate from {PemText.Shown(value.AsText()!)}";
}

/// <summary>Versions of TLS with blanks between them, at least one of which is spoken.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TlsVersionsAttribute : SettingRule
{
    /// <summary>Those of the versions that are spoken.</summary>
    public static SslProtocols Parse(string text)
    {
        SslProtocols spoken = SslProtocols.None;
        foreach (string version in Versions(text))
        {
            spoken |= version switch { "TLSv1.2" => SslProtocols.Tls12, "TLSv1.3" => SslProtocols.Tls13, _ => SslProtocols.None };
        }

        return spoken;
    }

    /// <inheritdoc/>
    public override string? Check(JsonNode value)
    {
        string text = value.AsText() ?? string.Empty;
        foreach (string version in Versions(text))
        {
            if (version is not ("SSLv2" or "SSLv3" or "TLSv1" or "TLSv1.1" or "TLSv1.2" or "TLSv1.3"))
            {
                return $"{Name}: unknown version '{version}'";
            }
        }

        return Parse(text) == SslProtocols.None ? $"{Name} must name TLSv1.2 or TLSv1.3, older versions are not spoken" : null;
    }

    private static string[] Versions(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
