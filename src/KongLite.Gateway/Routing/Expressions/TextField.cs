namespace KongLite.Gateway.Routing.Expressions;

/// <summary>A text of a request.</summary>
/// <param name="Source">Where it comes from.</param>
/// <param name="Name">Name of the header, with underscores, or of the query argument.</param>
/// <param name="First">The first of the path's segments, from 0.</param>
/// <param name="Last">The last one.</param>
internal sealed record TextField(TextSource Source, string Name = "", int First = 0, int Last = 0)
{
    /// <summary>The names of a header.</summary>
    public string[] Spellings { get; } = Source == TextSource.Header ? HeaderSpellings.Of(Name) : [];

    /// <summary>The text of a source that has one at most.</summary>
    /// <returns>False: the request has none.</returns>
    public bool TryRead(in RequestKey key, out ReadOnlySpan<char> text)
    {
        text = Source switch
        {
            TextSource.Protocol => key.IsTls ? "https" : "http",
            TextSource.Sni => key.Sni,
            TextSource.Method => key.Method,
            TextSource.Host => HostAndPort.Split(key.Host, out _),
            TextSource.Path => key.Path,
            _ => default,
        };
        return Source switch
        {
            TextSource.Sni => key.Sni is not null,
            TextSource.Host => key.Host is not null,
            TextSource.Segment => PathSegments.TryRead(key.Path, First, Last, out text),
            _ => true,
        };
    }
}

/// <summary>Where texts of a request come from.</summary>
internal enum TextSource
{
    /// <summary>The connection: <c>http</c> or <c>https</c>.</summary>
    Protocol,

    /// <summary>The TLS handshake.</summary>
    Sni,

    /// <summary>The request line.</summary>
    Method,

    /// <summary>The Host header, without port.</summary>
    Host,

    /// <summary>The path in normal form.</summary>
    Path,

    /// <summary>One of its segments, or several.</summary>
    Segment,

    /// <summary>The lines of a header.</summary>
    Header,

    /// <summary>The values of a query argument.</summary>
    Query,
}
