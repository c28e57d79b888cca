using Microsoft.AspNetCore.Http;

namespace KongLite.Gateway.Pipeline;

/// <summary>Names the charset of texts that name none (nginx: <c>charset</c>, <c>charset_types</c>).</summary>
internal sealed class Charset(GatewayOptions options)
{
    private readonly string? _suffix = options.Charset is { } name ? $"; charset={name}" : null;

    /// <summary>Completes the <c>Content-Type</c> of an answer. Redirects are left alone, as nginx leaves them.</summary>
    public void Complete(HttpResponse response)
    {
        string? type = response.Headers.ContentType;
        if (_suffix is null || type is null || response.StatusCode is 301 or 302 || !IsText(type))
        {
            return;
        }

        response.Headers.ContentType = type.TrimEnd() + _suffix;
    }

    // A type with parameters is longer than any of these.
    private static bool IsText(string type) => type.Length is >= 8 and <= 24 && (
        Is(type, "text/html") || Is(type, "text/plain") || Is(type, "text/xml") || Is(type, "application/javascript")
        || Is(type, "application/rss+xml") || Is(type, "text/vnd.wap.wml"));

    private static bool Is(string type, string name) => type.AsSpan().TrimEnd().Equals(name, StringComparison.OrdinalIgnoreCase);
}
