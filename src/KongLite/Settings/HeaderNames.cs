using KongLite.Sdk.Exchanges;

namespace KongLite.Settings;

/// <summary>The headers that the <c>headers</c> and <c>headers_upstream</c> settings may name.</summary>
internal static class HeaderNames
{
    /// <summary>The one header of forwarded requests that can be switched.</summary>
    public const string RequestId = "X-Kong-Request-Id";

    private static readonly Dictionary<string, ResponseHeaders> Tokens = new(StringComparer.OrdinalIgnoreCase)
    {
        ["server_tokens"] = ResponseHeaders.ServerTokens,
        ["latency_tokens"] = ResponseHeaders.LatencyTokens,
        ["Server"] = ResponseHeaders.Server,
        ["Via"] = ResponseHeaders.Via,
        ["X-Kong-Proxy-Latency"] = ResponseHeaders.ProxyLatency,
        ["X-Kong-Response-Latency"] = ResponseHeaders.ResponseLatency,
        ["X-Kong-Admin-Latency"] = ResponseHeaders.AdminLatency,
        ["X-Kong-Upstream-Latency"] = ResponseHeaders.UpstreamLatency,
        ["X-Kong-Upstream-Status"] = ResponseHeaders.UpstreamStatus,
        [RequestId] = ResponseHeaders.RequestId,
    };

    /// <summary>Every name with what it switches, tokens included.</summary>
    public static IReadOnlyDictionary<string, ResponseHeaders> All => Tokens;

    /// <summary>Whether a text names headers of answers.</summary>
    public static bool IsToken(string text) => Tokens.ContainsKey(text);

    /// <summary>Whether a text names a header of forwarded requests.</summary>
    public static bool IsUpstreamToken(string text) => text.Equals(RequestId, StringComparison.OrdinalIgnoreCase);

    /// <summary>The headers that a checked list switches on.</summary>
    public static ResponseHeaders Parse(IReadOnlyList<string> entries)
    {
        ResponseHeaders found = ResponseHeaders.None;
        foreach (string entry in entries)
        {
            found |= Tokens.GetValueOrDefault(entry);
        }

        return entries.Contains("off") ? ResponseHeaders.None : found;
    }
}
