using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KongLite.Sdk.Routing;

namespace KongLite.Sdk.Schema.Typedefs;

/// <summary>A path sent to an upstream: it begins with a slash, has no empty segments and only characters of RFC 3986.</summary>
public sealed partial class HttpPath : ITypedef
{
    internal const string NoEmptySegments = "must not have empty segments";

    /// <inheritdoc/>
    public static string? Check(string value)
    {
        if (value.Contains("//", StringComparison.Ordinal))
        {
            return NoEmptySegments;
        }

        if (!Allowed().IsMatch(value))
        {
            return $"invalid path: '{value}' (characters outside of the reserved list of RFC 3986 found)";
        }

        return PercentEncoding(value);
    }

    /// <inheritdoc/>
    public static void Describe(JsonObject description) =>
        description["match_none"] = new JsonArray(new JsonObject { ["pattern"] = "//", ["err"] = NoEmptySegments });

    /// <summary>The message about the first percent sign without two hexadecimal digits; null: there is none.</summary>
    internal static string? PercentEncoding(string value)
    {
        for (int at = value.IndexOf('%', StringComparison.Ordinal); at >= 0; at = value.IndexOf('%', at + 1))
        {
            if (at + 2 >= value.Length || !char.IsAsciiHexDigit(value[at + 1]) || !char.IsAsciiHexDigit(value[at + 2]))
            {
                return $"invalid url-encoded value: '{value[at..Math.Min(at + 3, value.Length)]}'";
            }
        }

        return null;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9.\-_~/%:@!$&'()*+,;=]*\z")]
    private static partial Regex Allowed();
}

/// <summary>A path that routes match on: a prefix in normal form that begins with <c>/</c>, or a regular expression behind <c>~</c>.</summary>
public sealed class RoutePath : ITypedef
{
    private const string BadStart = "should start with: / (fixed path) or ~/ (regex path)";

    /// <inheritdoc/>
    public static string? Check(string value)
    {
        if (value.Contains("//", StringComparison.Ordinal))
        {
            return HttpPath.NoEmptySegments;
        }

        bool isRegex = value.StartsWith("~/", StringComparison.Ordinal);
        if (!isRegex && !value.StartsWith('/'))
        {
            return BadStart;
        }

        return isRegex ? CheckRegex(value[1..]) : HttpPath.PercentEncoding(value) ?? CheckNormalForm(value);
    }

    /// <inheritdoc/>
    public static void Describe(JsonObject description)
    {
        description["match_none"] = new JsonArray(new JsonObject { ["pattern"] = "//", ["err"] = HttpPath.NoEmptySegments });
        description["match_any"] = new JsonObject { ["patterns"] = new JsonArray("^/", "^~/"), ["err"] = BadStart };
    }

    // What PCRE takes and the router does not is the whole route's error, as in Kong.
    private static string? CheckRegex(string pattern) =>
        PathRegex.Check(pattern) is { Kind: PatternErrorKind.Syntax } error ? $"invalid regex: '{pattern}' (PCRE returned: {error.Message})" : null;

    private static string? CheckNormalForm(string path)
    {
        string normal = RequestPath.Normalize(path);
        return normal == path ? null : $"non-normalized path, consider use '{normal}' instead";
    }
}
