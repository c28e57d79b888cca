using System.Globalization;
using KongLite.Sdk.Exchanges;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace KongLite.Gateway.Forwarding;

/// <summary>What the service is told of the client's connection, which stays the same for all its requests.</summary>
internal sealed class ConnectionLines
{
    private static readonly object Key = new();
    private static readonly string Via10 = $"1.0 {NodeInfo.ServerToken}";
    private static readonly string Via11 = $"1.1 {NodeInfo.ServerToken}";
    private static readonly string Via2 = $"2 {NodeInfo.ServerToken}";

    private ConnectionLines(Exchange exchange)
    {
        HttpContext http = exchange.Http;
        Peer = Client.PeerOf(http).ToString();
        Port = exchange.Request.OutsidePort.ToString(CultureInfo.InvariantCulture);
        Via = http.Request.Protocol switch { "HTTP/1.1" => Via11, "HTTP/1.0" => Via10, _ => Via2 };
        Usual = HeaderLineEncoding.Block(
            Peer, ("X-Forwarded-Proto", http.Request.Scheme), ("X-Forwarded-Port", Port), ("X-Real-IP", Peer), ("Via", Via), ("Connection", "keep-alive"));
    }

    /// <summary>The peer's address.</summary>
    public string Peer { get; }

    /// <summary>The listener's port, after <c>port_maps</c>.</summary>
    public string Port { get; }

    /// <summary>Our part of <c>Via</c>.</summary>
    public string Via { get; }

    /// <summary>
    /// <c>X-Forwarded-For</c> and all lines behind it that depend on the connection alone. One header for six keeps the client library's table of
    /// headers half as large.
    /// </summary>
    public string Usual { get; }

    /// <summary>The lines for a request's connection.</summary>
    public static ConnectionLines Of(Exchange exchange)
    {
        HttpContext http = exchange.Http;
        if (http.Features.Get<IConnectionItemsFeature>()?.Items is not { } items)
        {
            return new ConnectionLines(exchange);
        }

        // Requests of one HTTP/2 connection run at the same time, and its items are not made for that.
        lock (items)
        {
            if (items.TryGetValue(Key, out object? known))
            {
                var lines = (ConnectionLines)known!;
                if (ReferenceEquals(lines.Via, Via2) || HttpProtocol.IsHttp11(http.Request.Protocol) == ReferenceEquals(lines.Via, Via11))
                {
                    return lines;
                }
            }

            var made = new ConnectionLines(exchange);
            items[Key] = made;
            return made;
        }
    }
}
