using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KongLite.Sdk.Schema;

namespace KongLite.Settings;

/// <summary>A size in bytes as nginx writes it: digits, with <c>k</c>, <c>m</c> or <c>g</c> behind them.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed partial class SizeAttribute : SettingRule
{
    /// <summary>The number of bytes that a checked text means.</summary>
    public static long Bytes(string text)
    {
        Match match = Form().Match(text);
        int shift = match.Groups["unit"].ValueSpan switch { "k" or "K" => 10, "m" or "M" => 20, "g" or "G" => 30, _ => 0 };
        return long.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture) << shift;
    }

    /// <summary>The number of bytes that a checked text limits something to; null for 0, which means no limit.</summary>
    public static long? Limit(string text) => Bytes(text) is var bytes and > 0 ? bytes : null;

    /// <inheritdoc/>
    public override string? Check(JsonNode value) =>
        Form().IsMatch(value.AsText() ?? string.Empty) ? null : $"{Name} must be a size such as '512', '8k', '10m' or '1g', got '{value.AsText()}'";

    [GeneratedRegex("^(?<number>[0-9]{1,9})(?<unit>[kKmMgG]?)$")]
    private static partial Regex Form();
}

/// <summary>A list of addresses in the listen syntax.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ListenAttribute : SettingRule
{
    /// <inheritdoc/>
    public override string? Check(JsonNode value) =>
        ListenAddress.ParseAll([.. ((JsonArray)value).Select(each => each?.GetValue<string>() ?? string.Empty)]) is null ? $"{Name} {ListenAddress.Usage}" : null;
}

/// <summary>A list of IP addresses and CIDR blocks.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class CidrsAttribute : EntriesRule
{
    /// <inheritdoc/>
    protected override string? CheckEntry(string entry) => IsFine(entry)
        ? null
        : $"{Name} must be a comma separated list in the form of IPv4 or IPv6 address or CIDR block or 'unix:', got '{entry}'";

    private static bool IsFine(string entry)
    {
        if (entry == "unix:")
        {
            return true;
        }

        int slash = entry.IndexOf('/');
        string address = slash < 0 ? entry : entry[..slash];
        // "1" is an address to .NET, but not to anybody who reads it.
        if (!IPAddress.TryParse(address, out IPAddress? ip) || (!address.Contains(':') && address.Count(each => each == '.') != 3))
        {
            return false;
        }

        int bits = ip.GetAddressBytes().Length * 8;
        return slash < 0 || (int.TryParse(entry.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int length) && length <= bits);
    }
}

/// <summary>A list of <c>outside:inside</c> ports.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PortMapAttribute : EntriesRule
{
    /// <summary>The outside ports of checked entries by the inside ones; of several for one port the last counts.</summary>
    public static FrozenDictionary<int, int> Parse(IReadOnlyList<string> entries)
    {
        var outside = new Dictionary<int, int>();
        foreach (string[] ports in entries.Select(entry => entry.Split(':')))
        {
            outside[int.Parse(ports[1], CultureInfo.InvariantCulture)] = int.Parse(ports[0], CultureInfo.InvariantCulture);
        }

        return outside.ToFrozenDictionary();
    }

    /// <inheritdoc/>
    protected override string? CheckEntry(string entry) =>
        entry.Split(':') is [string outside, string inside] && IsPort(outside) && IsPort(inside) ? null : $"invalid port mapping (`{Name}`): {entry}";

    private static bool IsPort(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port is > 0 and <= 65535;
}

/// <summary>A list of names of the node's own headers, in any case.</summary>
/// <param name="forUpstream">True for those of forwarded requests, false for those of answers.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class HeaderTokensAttribute(bool forUpstream) : EntriesRule
{
    /// <inheritdoc/>
    protected override string? CheckEntry(string entry)
    {
        bool known = forUpstream ? HeaderNames.IsUpstreamToken(entry) : HeaderNames.IsToken(entry);
        return known || entry == "off" ? null : $"{Name}: invalid entry '{entry}'";
    }
}

/// <summary>A list of absolute http and https URLs.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class UrlsAttribute : EntriesRule
{
    /// <inheritdoc/>
    protected override string? CheckEntry(string entry) =>
        Uri.TryCreate(entry, UriKind.Absolute, out Uri? uri) && (uri.Scheme is "http" or "https")
            ? null : $"{Name} must be a comma separated list of http and https URLs, got '{entry}'";
}
