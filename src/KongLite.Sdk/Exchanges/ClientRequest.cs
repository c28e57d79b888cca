using System.Globalization;
using System.Net;
using KongLite.Sdk.Routing;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace KongLite.Sdk.Exchanges;

/// <summary>The request of an exchange. Headers, query and body are as they are now; the rest is as the client sent it.</summary>
public sealed class ClientRequest
{
    private readonly Exchange _exchange;
    private readonly HttpRequest _http;
    private readonly int _mark;
    private QueryArguments? _query;
    private string? _path;
    private string? _rawQuery;
    private bool _isChanged;

    internal ClientRequest(Exchange exchange)
    {
        _exchange = exchange;
        _http = exchange.Http.Request;
        RawTarget = OriginForm(exchange.Http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        _mark = RawTarget.IndexOf('?', StringComparison.Ordinal);
        RawPath = _mark < 0 ? RawTarget : RawTarget[.._mark];
    }

    /// <summary>The method, such as <c>GET</c>.</summary>
    public string Method => _http.Method;

    /// <summary><c>http</c> or <c>https</c>: the connection's.</summary>
    public string Scheme => _http.Scheme;

    /// <summary>Host of the request: lower-case, without port; empty when there is none.</summary>
    public string Host => _http.Host.HasValue ? NameOf(_http.Host) : string.Empty;

    /// <summary>What TLS agreed on; null: the connection is plain.</summary>
    public ITlsHandshakeFeature? Tls => _exchange.Http.Features.Get<ITlsHandshakeFeature>();

    /// <summary>Address of the node that the client connected to.</summary>
    public IPAddress LocalAddress => _exchange.Http.Connection.LocalIpAddress is not { } address ? IPAddress.None
        : address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    /// <summary>Port of the listener.</summary>
    public int Port => _exchange.Http.Connection.LocalPort;

    /// <summary>Port of the listener as clients see it: after <c>port_maps</c>.</summary>
    public int OutsidePort => _exchange.Node.PortMaps.TryGetValue(Port, out int outside) ? outside : Port;

    /// <summary>Protocol version, such as <c>HTTP/1.1</c>.</summary>
    public string Protocol => _http.Protocol;

    /// <summary>Scheme that the client used: what a trusted peer says, else the connection's.</summary>
    public string ForwardedScheme => Trusted("X-Forwarded-Proto") is { } said ? said.ToLowerInvariant() : Scheme;

    /// <summary>Host that the client used, lower-case and without port: what a trusted peer says, else <see cref="Host"/>.</summary>
    public string ForwardedHost
    {
        get
        {
            if (Trusted("X-Forwarded-Host") is not { } said)
            {
                return Host;
            }

            string host = said[(said.LastIndexOf('@') + 1)..];
            return NameOf(new HostString(host));
        }
    }

    /// <summary>Port that the client used: what a trusted peer says, else <see cref="OutsidePort"/>.</summary>
    public int ForwardedPort
    {
        get
        {
            if (int.TryParse(Trusted("X-Forwarded-Port"), NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port is > 0 and <= 65535)
            {
                return port;
            }

            return Trusted("X-Forwarded-Host") is { } host && new HostString(host).Port is { } named ? named : OutsidePort;
        }
    }

    /// <summary>Path that the client used: what a trusted peer says, else <see cref="Path"/>.</summary>
    public string ForwardedPath => Trusted("X-Forwarded-Path") ?? Path;

    /// <summary>Prefix that was left out of the path: what a trusted peer says, else what <c>strip_path</c> left out; empty when nothing was.</summary>
    public string ForwardedPrefix => Trusted("X-Forwarded-Prefix") ?? _exchange.StrippedPrefix ?? string.Empty;

    /// <summary>The path and query as the client sent them, undecoded; of a target in absolute form without scheme and host.</summary>
    public string RawTarget { get; }

    /// <summary>The path as the client sent it, without query.</summary>
    public string RawPath { get; }

    /// <summary>The path in normal form (see <see cref="RequestPath"/>).</summary>
    public string Path => _path ??= RequestPath.Normalize(RawPath);

    /// <summary>The query without question mark, with the changes that plugins made; empty when there is none.</summary>
    public string RawQuery => _rawQuery ??= _mark < 0 ? string.Empty : RawTarget[(_mark + 1)..];

    /// <summary>The query's arguments, decoded.</summary>
    public QueryArguments Query => _query ??= QueryArguments.Parse(RawQuery, _exchange.Node.MaxQueryArguments);

    /// <summary>The headers, with the changes that plugins made.</summary>
    public IHeaderDictionary Headers => _http.Headers;

    /// <summary>What the path's regular expression caught; empty when the route has none.</summary>
    public UriCaptures Captures { get; internal set; } = UriCaptures.None;

    /// <summary>The query with its question mark, which stays even with nothing behind it, with the changes that plugins made.</summary>
    internal ReadOnlySpan<char> QueryWithMark =>
        _rawQuery is { Length: > 0 } && _isChanged ? "?" + _rawQuery : _isChanged || _mark < 0 ? default : RawTarget.AsSpan(_mark);

    /// <summary>
    /// First value of a header, whatever the case, and <c>-</c> for <c>_</c> in the name as nginx has it; null when there is none.
    /// </summary>
    public string? Header(string name)
    {
        if (_http.Headers.TryGetValue(name, out StringValues values) && values.Count > 0)
        {
            return values[0];
        }

        return name.Contains('_', StringComparison.Ordinal) && _http.Headers.TryGetValue(name.Replace('_', '-'), out values) ? values[0] : null;
    }

    /// <summary>
    /// Reads the body and keeps it for the service. A body beyond the node's buffer counts as large, as it would be in a file in Kong.
    /// </summary>
    /// <param name="large">Whether the bytes of a large body are wanted too.</param>
    public ValueTask<RequestBody> ReadBodyAsync(bool large = false) => RequestBody.ReadAsync(_exchange, large);

    /// <summary>Tells the size of the body in bytes. What is read of it is kept for the service.</summary>
    /// <param name="most">Where to stop reading: of a larger body only that it is larger is told, without waiting for the rest.</param>
    public ValueTask<long> MeasureBodyAsync(long most) => RequestBody.MeasureAsync(_exchange, most);

    /// <summary>Puts the path in normal form and tells what is wrong with it.</summary>
    internal RequestPathError ReadPath() => RequestPath.TryNormalize(RawPath, out _path);

    internal void SetRawQuery(string query)
    {
        _rawQuery = query;
        _isChanged = true;
        _query = null;
    }

    private string? Trusted(string header) =>
        _exchange.PeerIsTrusted && _http.Headers.TryGetValue(header, out StringValues values) && values.Count > 0 ? values[0] : null;

    // The framework takes the colon before an empty port for a part of the name.
    private static string NameOf(HostString host) => host.Host.TrimEnd(':').ToLowerInvariant();

    private static string OriginForm(string target)
    {
        int authority = target.IndexOf("://", StringComparison.Ordinal);
        if (target.StartsWith('/') || authority < 0)
        {
            return target;
        }

        int end = target.AsSpan(authority + 3).IndexOfAny('/', '?');
        if (end < 0)
        {
            return "/";
        }

        string rest = target[(authority + 3 + end)..];
        return rest[0] == '/' ? rest : "/" + rest;
    }
}
