using System.Text;

namespace KongLite.Gateway.Pipeline;

/// <summary>The texts and pages of the gateway's own errors (Kong: <c>error_handlers.lua</c>, <c>kong.tools.http</c>).</summary>
internal static class GatewayErrors
{
    public const string NoRoute = "no Route matched with those values";
    public const string NoConfiguration = "The node has no configuration yet";
    public const string NoService = "no Service found with those values";
    public const string UseHttps = "Please use HTTPS protocol";
    public const string UseHttp2 = "Please use HTTP2 protocol";
    public const string NotGrpc = "Non-gRPC request matched gRPC route";
    public const string GrpcsOnly = "gRPC request matched gRPCs route";
    public const string NoPeer = "failure to get a peer from the ring-balancer";
    public const string NameResolutionFailed = "name resolution failed";

    /// <summary>The text for a name that the name servers could not tell anything about.</summary>
    public static string ResolutionFailed(string host, string? reason) => $"failed the initial dns/balancer resolve for '{host}' with: {reason}";

    /// <summary>Kong's number for "Request header or cookie too large", which goes out as 400.</summary>
    public const int HeaderTooLarge = 494;

    /// <summary>nginx's number for plain HTTP on an address with TLS, which goes out as 400.</summary>
    public const int PlainOnTls = 497;

    /// <summary>The status that goes out for one of nginx's own numbers.</summary>
    public static int StatusOnWire(int status) => status is HeaderTooLarge or PlainOnTls ? 400 : status;

    /// <summary>The text of an error that was given none.</summary>
    public static string Message(int status) => status switch
    {
        400 => "Bad request",
        401 => "Unauthorized",
        402 => "Payment required",
        403 => "Forbidden",
        404 => "Not found",
        405 => "Method not allowed",
        406 => "Not acceptable",
        407 => "Proxy authentication required",
        408 => "Request timeout",
        409 => "Conflict",
        410 => "Gone",
        411 => "Length required",
        412 => "Precondition failed",
        413 => "Payload too large",
        414 => "URI too long",
        415 => "Unsupported media type",
        416 => "Range not satisfiable",
        417 => "Expectation failed",
        418 => "I'm a teapot",
        421 => "Misdirected request",
        422 => "Unprocessable entity",
        423 => "Locked",
        424 => "Failed dependency",
        425 => "Too early",
        426 => "Upgrade required",
        428 => "Precondition required",
        429 => "Too many requests",
        431 => "Request header fields too large",
        451 => "Unavailable for legal reasons",
        HeaderTooLarge => "Request header or cookie too large",
        500 => "An unexpected error occurred",
        501 => "Not implemented",
        502 => "An invalid response was received from the upstream server",
        503 => "The upstream server is currently unavailable",
        504 => "The upstream server is timing out",
        505 => "HTTP version not supported",
        506 => "Variant also negotiates",
        507 => "Insufficient storage",
        508 => "Loop detected",
        510 => "Not extended",
        511 => "Network authentication required",
        _ => $"The upstream server responded with {status}",
    };

    /// <summary>Whether a bare status gets the page of an error below the plugins.</summary>
    public static bool HasLowLevelPage(int status) =>
        status is 400 or 404 or 405 or 411 or 412 or 413 or 414 or 417 or HeaderTooLarge or 500 or 502 or 503 or 504;

    /// <summary>The text of an error below the plugins.</summary>
    public static string LowLevelMessage(int status) =>
        status == 408 || HasLowLevelPage(status) ? Message(status) : $"The upstream server responded with {status}";

    /// <summary>Media type of a form.</summary>
    public static string ContentType(ErrorFormat format) => format switch
    {
        ErrorFormat.Html => "text/html; charset=utf-8",
        ErrorFormat.Xml => "application/xml; charset=utf-8",
        ErrorFormat.Plain => "text/plain; charset=utf-8",
        _ => "application/json; charset=utf-8",
    };

    /// <summary>The page that nginx has for a bare status; null: it has none.</summary>
    public static byte[]? BuiltInPage(int status) => PageTitle(status) switch
    {
        null => null,
        var title when status == PlainOnTls => Page($"400 {title}", $"<center><h1>400 Bad Request</h1></center>\r\n<center>{title}</center>\r\n"),
        var title => Page($"{status} {title}", $"<center><h1>{status} {title}</h1></center>\r\n"),
    };

    /// <summary>nginx's phrase on the status line where it is not the usual one; null: the usual one.</summary>
    public static string? ReasonPhrase(int status) => status switch
    {
        302 => "Moved Temporarily",
        405 => "Not Allowed",
        408 => "Request Time-out",
        413 => "Request Entity Too Large",
        414 => "Request-URI Too Large",
        416 => "Requested Range Not Satisfiable",
        503 => "Service Temporarily Unavailable",
        504 => "Gateway Time-out",
        _ => null,
    };

    private static byte[] Page(string title, string body) =>
        Encoding.UTF8.GetBytes($"<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n{body}</body>\r\n</html>\r\n");

    private static string? PageTitle(int status) => status switch
    {
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        401 => "Authorization Required",
        402 => "Payment Required",
        403 => "Forbidden",
        406 => "Not Acceptable",
        409 => "Conflict",
        410 => "Gone",
        415 => "Unsupported Media Type",
        416 => "Requested Range Not Satisfiable",
        421 => "Misdirected Request",
        429 => "Too Many Requests",
        PlainOnTls => "The plain HTTP request was sent to HTTPS port",
        501 => "Not Implemented",
        505 => "HTTP Version Not Supported",
        507 => "Insufficient Storage",
        _ => null,
    };
}
