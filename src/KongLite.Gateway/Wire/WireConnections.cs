using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.DependencyInjection;

namespace KongLite.Gateway.Wire;

/// <summary>Puts the data plane between the bytes of clients and Kestrel's reading of them.</summary>
public static class WireConnections
{
    private static ReadOnlySpan<byte> Http2 => "h2"u8;

    /// <summary>
    /// Has what Kestrel refuses by itself answered as Kong does, and lets pass what nginx lets pass. To be called after TLS has been added; connections
    /// that agreed on HTTP/2 are left alone.
    /// </summary>
    public static void UseGatewayWire(this ListenOptions listen) => listen.UseGatewayWire(isPlainOnTls: false);

    /// <summary>As the other.</summary>
    /// <param name="listen">The address.</param>
    /// <param name="isPlainOnTls">Whether its clients speak in the clear where they should speak TLS.</param>
    internal static void UseGatewayWire(this ListenOptions listen, bool isPlainOnTls) => listen.Use(next =>
    {
        Refusals refusals = listen.ApplicationServices.GetRequiredService<Refusals>();
        // From now on it hears of refusals.
        listen.ApplicationServices.GetRequiredService<RefusalObserver>();
        return connection => IsHttp2(connection) ? next(connection) : ServeAsync(connection, next, refusals, isPlainOnTls);
    });

    private static async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next, Refusals refusals, bool isPlainOnTls)
    {
        IDuplexPipe client = connection.Transport;
        var wire = new ClientWire(client, isPlainOnTls);
        connection.Features.Set(wire);
        connection.Transport = wire;
        try
        {
            await next(connection);
        }
        finally
        {
            connection.Transport = client;
        }

        if (wire.Refused is { } request)
        {
            await refusals.AnswerAsync(connection, request, client.Output);
        }
    }

    private static bool IsHttp2(ConnectionContext connection) =>
        connection.Features.Get<ITlsApplicationProtocolFeature>() is { } agreed && agreed.ApplicationProtocol.Span.SequenceEqual(Http2);
}
