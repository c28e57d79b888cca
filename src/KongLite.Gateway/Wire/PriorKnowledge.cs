using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace KongLite.Gateway.Wire;

/// <summary>
/// HTTP/1.1 and HTTP/2 side by side on an address without TLS, told apart by the first bytes as nginx does. Kestrel speaks both on one address only
/// where TLS has the client choose, so connections that begin with HTTP/2's preface are handed over to an endpoint of their own.
/// </summary>
public static class PriorKnowledge
{
    private static ReadOnlySpan<byte> Preface => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8;

    /// <summary>Serves HTTP/2 on an address without TLS beside HTTP/1.1. <see cref="HandOverTransport"/> has to be among the server's transports.</summary>
    public static void UsePriorKnowledge(this ListenOptions listen)
    {
        TimeSpan patience = listen.KestrelServerOptions.Limits.KeepAliveTimeout;
        var http2 = new HandOverEndPoint(listen.EndPoint, "HTTP/2");
        listen.Protocols = HttpProtocols.Http1;
        listen.KestrelServerOptions.Listen(http2, other => other.Protocols = HttpProtocols.Http2);
        listen.Use(next => async connection =>
        {
            switch (await IsHttp2Async(connection, patience))
            {
                case true:
                    await http2.ServeAsync(connection);
                    break;
                case false:
                    await next(connection);
                    break;
            }
        });
    }

    // Null: the client never said anything.
    private static async Task<bool?> IsHttp2Async(ConnectionContext connection, TimeSpan patience)
    {
        PipeReader input = connection.Transport.Input;
        using FirstBytes first = FirstBytes.Within(connection, patience);
        while (await first.ReadAsync(input) is { } result)
        {
            int length = (int)Math.Min(result.Buffer.Length, Preface.Length);
            bool isHttp2 = result.Buffer.Slice(0, length).ToArray().AsSpan().SequenceEqual(Preface[..length]);
            bool isDecided = !isHttp2 || length == Preface.Length || result.IsCompleted;
            input.AdvanceTo(result.Buffer.Start, isDecided ? result.Buffer.Start : result.Buffer.End);
            if (isDecided)
            {
                return isHttp2 && length == Preface.Length;
            }
        }

        return null;
    }
}
