using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace KongLite.Gateway.Wire;

/// <summary>
/// Plain HTTP on an address with TLS. Such clients are told in the clear what is wrong, as nginx tells them, instead of being hung up on: their
/// connections are handed over to an endpoint that reads their requests and answers each with an error.
/// </summary>
public static class PlainOnTls
{
    private const byte Handshake = 0x16;
    // As long as the server gives clients for the handshake.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Has clients answered that do not speak TLS. To be called before TLS is added; <see cref="HandOverTransport"/> has to be among the server's
    /// transports.
    /// </summary>
    public static void UsePlainAnswers(this ListenOptions listen)
    {
        var plain = new HandOverEndPoint(listen.EndPoint, "without TLS");
        listen.KestrelServerOptions.Listen(plain, other =>
        {
            other.Protocols = HttpProtocols.Http1;
            other.UseGatewayWire(isPlainOnTls: true);
        });
        listen.Use(next => async connection =>
        {
            switch (await IsPlainAsync(connection))
            {
                case true:
                    await plain.ServeAsync(connection);
                    break;
                case false:
                    await next(connection);
                    break;
            }
        });
    }

    // Null: the client never said anything.
    private static async ValueTask<bool?> IsPlainAsync(ConnectionContext connection)
    {
        PipeReader input = connection.Transport.Input;
        using FirstBytes first = FirstBytes.Within(connection, Patience);
        if (await first.ReadAsync(input) is not { Buffer.IsEmpty: false } result)
        {
            return null;
        }

        byte begin = result.Buffer.FirstSpan[0];
        input.AdvanceTo(result.Buffer.Start);
        // A handshake of today, or one of SSL 2, which the platform refuses.
        return begin != Handshake && (begin & 0x80) == 0;
    }
}
