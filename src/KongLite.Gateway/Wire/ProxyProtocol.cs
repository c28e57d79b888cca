using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace KongLite.Gateway.Wire;

/// <summary>Reads the PROXY header in front of every connection of an address that has the <c>proxy_protocol</c> flag.</summary>
public static class ProxyProtocol
{
    /// <summary>The value of <c>real_ip_header</c> that takes the client's address from the PROXY header of trusted peers.</summary>
    internal const string RealIpHeader = "proxy_protocol";

    /// <summary>
    /// Has connections begin with a PROXY header; those that do not are closed, as are those that take longer than a request's head may. To be called
    /// before TLS is added.
    /// </summary>
    public static void UseProxyProtocol(this ListenOptions listen)
    {
        TimeSpan patience = listen.KestrelServerOptions.Limits.RequestHeadersTimeout;
        listen.Use(next => async connection =>
        {
            if (await ReadAsync(connection, patience) is { } header)
            {
                connection.Features.Set(header);
                await next(connection);
            }
        });
    }

    private static async Task<ProxyProtocolHeader?> ReadAsync(ConnectionContext connection, TimeSpan patience)
    {
        PipeReader input = connection.Transport.Input;
        using FirstBytes first = FirstBytes.Within(connection, patience);
        while (await first.ReadAsync(input) is { } result)
        {
            bool isPossible = ProxyProtocolHeader.TryParse(result.Buffer, out ProxyProtocolHeader? header, out int length);
            if (header is not null)
            {
                input.AdvanceTo(result.Buffer.GetPosition(length));
                return header;
            }

            input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            if (!isPossible || result.IsCompleted)
            {
                return null;
            }
        }

        return null;
    }
}
