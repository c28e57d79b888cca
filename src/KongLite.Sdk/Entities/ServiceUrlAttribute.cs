using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KongLite.Sdk.Schema;

namespace KongLite.Sdk.Entities;

/// <summary>The <c>url</c> of a service, which stands for its protocol, host, port and path and overwrites them.</summary>
/// <remarks>Parsed as Kong does (LuaSocket's <c>url.parse</c>), wrong texts included: their parts fail by themselves afterwards.</remarks>
[AttributeUsage(AttributeTargets.Class)]
internal sealed partial class ServiceUrlAttribute() : ShorthandAttribute("url")
{
    public override string Description => "Protocol, host, port and path in one; overwrites them. Without a port, 443 for https and 80 for anything else.";

    public override IReadOnlyList<string> Fields => ["protocol", "host", "port", "path"];

    public override string? Expand(JsonNode? value, JsonObject record, RecordSchema schema)
    {
        if (value is not null && value.AsText() is null)
        {
            return "expected a string";
        }

        if (value.AsText() is "")
        {
            return "length must be at least 1";
        }

        // Kong takes Lua's text for null apart like any other.
        Split(value.AsText() ?? "userdata: NULL", record);
        return null;
    }

    private static void Split(string url, JsonObject record)
    {
        url = Cut(url, '#', out _);
        string? scheme = null;
        if (Scheme().Match(url) is { Success: true } match)
        {
            scheme = match.Groups[1].Value;
            url = url[match.Length..];
        }

        string? authority = null;
        if (url.StartsWith("//", StringComparison.Ordinal))
        {
            int end = url.IndexOf('/', 2);
            authority = end < 0 ? url[2..] : url[2..end];
            url = end < 0 ? string.Empty : url[end..];
        }

        string path = Cut(Cut(url, '?', out _), ';', out _);
        (string? host, JsonNode? port) = HostAndPort(authority);
        record["protocol"] = scheme ?? (port.AsNumber() == 443 ? "https" : "http");
        record["host"] = host;
        record["port"] = port ?? (scheme == "https" ? 443 : 80);
        record["path"] = path.Length == 0 ? null : path;
    }

    private static (string? Host, JsonNode? Port) HostAndPort(string? authority)
    {
        if (authority is null)
        {
            return (null, null);
        }

        string rest = authority[(authority.IndexOf('@', StringComparison.Ordinal) + 1)..];
        JsonNode? port = null;
        if (Port().Match(rest) is { Success: true } match)
        {
            string digits = match.Groups[1].Value;
            port = int.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : digits;
            rest = rest[..match.Index];
        }

        if (rest.StartsWith('[') && rest.EndsWith(']'))
        {
            rest = rest[1..^1];
        }

        return (rest.Length == 0 ? null : rest, port);
    }

    private static string Cut(string text, char mark, out string? rest)
    {
        int at = text.IndexOf(mark, StringComparison.Ordinal);
        rest = at < 0 ? null : text[(at + 1)..];
        return at < 0 ? text : text[..at];
    }

    [GeneratedRegex("^([A-Za-z0-9][A-Za-z0-9+.-]*):")]
    private static partial Regex Scheme();

    // Not inside the brackets of an IPv6 address.
    [GeneratedRegex(@":([^:\]]*)$")]
    private static partial Regex Port();
}
