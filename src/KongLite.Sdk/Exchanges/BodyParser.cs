using System.Text;
using System.Text.Json.Nodes;

namespace KongLite.Sdk.Exchanges;

/// <summary>Reads request bodies by their content type, as <c>kong.request.get_body</c> does.</summary>
public static class BodyParser
{
    /// <summary>Reads a body.</summary>
    /// <param name="exchange">The exchange whose body it is; its present <c>Content-Type</c> counts.</param>
    /// <param name="body">The body.</param>
    public static ParsedBody Parse(Exchange exchange, RequestBody body) =>
        Parse(exchange.Request.Header("Content-Type"), body.Bytes, body.IsLarge, exchange.Node.MaxFormArguments);

    /// <summary>Reads a body.</summary>
    /// <param name="contentType">Its content type; null: none. Only what precedes the first semicolon counts, by its beginning and in any case.</param>
    /// <param name="bytes">The body.</param>
    /// <param name="isLarge">True when the body exceeds the node's buffer: it is not read then.</param>
    /// <param name="mostArguments">How many arguments of a form are read; the rest is ignored.</param>
    internal static ParsedBody Parse(string? contentType, ReadOnlyMemory<byte> bytes, bool isLarge, int mostArguments)
    {
        if (contentType is null)
        {
            return new ParsedBody(BodyFailure.MissingContentType);
        }

        BodyFormat format = FormatOf(contentType);
        if (format == BodyFormat.None)
        {
            return new ParsedBody(BodyFailure.UnsupportedContentType);
        }

        if (isLarge)
        {
            return new ParsedBody(BodyFailure.TooLarge);
        }

        switch (format)
        {
            case BodyFormat.Form:
                QueryArguments arguments = QueryArguments.Parse(Encoding.UTF8.GetString(bytes.Span), mostArguments);
                return new ParsedBody(format, arguments.ToJson(), bytes);
            case BodyFormat.Json:
                return JsonTree.Read(bytes.Span) is JsonNode value and (JsonObject or JsonArray)
                    ? new ParsedBody(format, value, bytes)
                    : new ParsedBody(BodyFailure.InvalidJson);
            default:
                var parts = MultipartForm.Parse(bytes, contentType);
                return new ParsedBody(format, parts.ToJson(), bytes, parts);
        }
    }

    private static BodyFormat FormatOf(ReadOnlySpan<char> contentType)
    {
        int end = contentType.IndexOf(';');
        ReadOnlySpan<char> type = (end < 0 ? contentType : contentType[..end]).Trim();
        return type.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) ? BodyFormat.Form
            : type.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) ? BodyFormat.Json
            : type.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase) ? BodyFormat.Multipart
            : BodyFormat.None;
    }
}
