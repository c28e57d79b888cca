using KongLite.Sdk.Schema.Constraints;

namespace KongLite.Plugins.Cors;

/// <summary>Configuration of <c>cors</c>.</summary>
internal sealed record CorsConfig
{
    /// <summary>
    /// Origins that may read answers: <c>*</c>, an origin such as <c>https://a.test</c>, or a regular expression for one, matched from end to end.
    /// Null or empty: any.
    /// </summary>
    [Is<CorsOrigin>(On = Part.Element)]
    public IReadOnlyList<string>? Origins { get; init; }

    /// <summary>Value of <c>Access-Control-Allow-Headers</c>. Null: the headers that the request asks for.</summary>
    public IReadOnlyList<string>? Headers { get; init; }

    /// <summary>Value of <c>Access-Control-Expose-Headers</c>. Null: the header is not sent.</summary>
    public IReadOnlyList<string>? ExposedHeaders { get; init; }

    /// <summary>Value of <c>Access-Control-Allow-Methods</c>.</summary>
    [OneOf("GET", "HEAD", "PUT", "PATCH", "POST", "DELETE", "OPTIONS", "TRACE", "CONNECT", On = Part.Element)]
    public IReadOnlyList<string>? Methods { get; init; } = ["GET", "HEAD", "PUT", "PATCH", "POST", "DELETE", "OPTIONS", "TRACE", "CONNECT"];

    /// <summary>How long a browser may remember the answer to a preflight, in seconds. Null: the header is not sent.</summary>
    public double? MaxAge { get; init; }

    /// <summary>Whether requests may carry cookies and other credentials.</summary>
    public bool Credentials { get; init; }

    /// <summary>Whether pages of public networks may ask for answers from a private one.</summary>
    public bool PrivateNetwork { get; init; }

    /// <summary>Whether preflight requests go on to the service, which then answers them, instead of being answered here.</summary>
    public bool PreflightContinue { get; init; }
}
