using KongLite.Sdk.Schema.Checks;

namespace KongLite.Plugins.HttpLog;

/// <summary>What a log server's URL rules out.</summary>
internal sealed class HttpLogChecks : Checks<HttpLogConfig>
{
    /// <summary>The rules.</summary>
    public HttpLogChecks() => Whole(config => HasUser(config.HttpEndpoint) && HasAuthorization(config)
        ? "specifying both an 'Authorization' header and user info in 'http_endpoint' is not allowed"
        : null);

    private static bool HasAuthorization(HttpLogConfig config) =>
        config.Headers?.Keys.Any(name => name.Equals("authorization", StringComparison.OrdinalIgnoreCase)) == true;

    private static bool HasUser(string url)
    {
        int start = url.IndexOf("//", StringComparison.Ordinal) + 2;
        int end = url.AsSpan(start).IndexOfAny('/', '?', '#');
        return url.AsSpan(start, end < 0 ? url.Length - start : end).Contains('@');
    }
}
