using KongLite.Sdk.Routing;

namespace KongLite.Gateway.Routing;

/// <summary>
/// The path that goes to the service, and the prefix told to it. Kong's <c>path_handling</c> v0; <c>v1</c> counts in the <c>traditional</c> flavour only.
/// </summary>
internal static class UpstreamPath
{
    private const string Root = "/";

    /// <summary>The path for a service, percent-encoded, without query. The request's own string when nothing changes.</summary>
    public static string Of(in RouteMatch match) => RequestPath.Escape(match.Route.JoinsPlainly
        ? JoinPlainly(match.Route.BasePath, match.Path, match.PrefixLength, match.Route.StripPath)
        : Join(match.Route.BasePath, match.Path, match.PrefixLength, match.Route.StripPath));

    /// <summary>Value of <c>X-Forwarded-Prefix</c>: what was left out of the path, not encoded; null: nothing worth telling.</summary>
    public static string? ForwardedPrefix(in RouteMatch match) =>
        match.Route.StripPath && match.Prefix is { } prefix && prefix != Root ? prefix : null;

    /// <summary>Joins the service's path and the request's.</summary>
    /// <param name="basePath">The service's, or <c>/</c>.</param>
    /// <param name="path">The request's, in normal form.</param>
    /// <param name="prefixLength">How much of it the route matched; -1 when the route has no paths.</param>
    /// <param name="strip">Whether that is left out.</param>
    internal static string Join(string basePath, string path, int prefixLength, bool strip)
    {
        if (!strip)
        {
            return JoinWhole(basePath, path);
        }

        ReadOnlySpan<char> rest = Sanitize(path.AsSpan(prefixLength < 0 ? 1 : prefixLength));
        if (rest.IsEmpty)
        {
            return BaseAlone(basePath, path);
        }

        ReadOnlySpan<char> start = basePath.EndsWith('/') ? basePath.AsSpan(0, basePath.Length - 1) : basePath;
        bool needsSlash = rest[0] != '/';
        if (start.IsEmpty && needsSlash && rest.Length == path.Length - 1 && path[0] == '/')
        {
            return path;
        }

        return needsSlash ? string.Concat(start, Root, rest) : string.Concat(start, rest);
    }

    /// <summary>Joins them as they are, as v1 does: <c>/srv</c> and <c>/x</c> make <c>/srvx</c>.</summary>
    internal static string JoinPlainly(string basePath, string path, int prefixLength, bool strip)
    {
        ReadOnlySpan<char> rest = strip && prefixLength >= 0 ? Sanitize(path.AsSpan(prefixLength)) : path.AsSpan(1);
        return strip && basePath.EndsWith('/') && rest is ['/', ..] ? string.Concat(basePath, rest[1..]) : string.Concat(basePath, rest);
    }

    private static string JoinWhole(string basePath, string path)
    {
        if (basePath == Root)
        {
            return path;
        }

        if (basePath.EndsWith('/'))
        {
            return string.Concat(basePath, path.AsSpan(1));
        }

        return path == Root ? basePath : basePath + path;
    }

    private static string BaseAlone(string basePath, string path)
    {
        bool asksForSlash = path.Length > 1 && path[^1] == '/';
        if (!basePath.EndsWith('/'))
        {
            return asksForSlash ? basePath + Root : basePath;
        }

        return basePath == Root || path[^1] == '/' ? basePath : basePath[..^1];
    }

    // What is left when a route's prefix ends within a segment must not climb out of the service's path.
    private static ReadOnlySpan<char> Sanitize(ReadOnlySpan<char> rest)
    {
        if (rest is "." or "..")
        {
            return [];
        }

        if (rest.StartsWith("./"))
        {
            return rest[2..];
        }

        return rest.StartsWith("../") ? rest[3..] : rest;
    }
}
