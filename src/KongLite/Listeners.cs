using System.Net;
using System.Net.Sockets;
using KongLite.Gateway.Tls;
using KongLite.Gateway.Wire;
using KongLite.Sdk.Exchanges;
using KongLite.Settings;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace KongLite;

/// <summary>
/// Every address of the node, on one Kestrel. They are bound before anything else starts: a taken port is then a message rather than an
/// exception out of the middle of the server.
/// </summary>
internal sealed class Listeners : IDisposable
{
    private readonly Dictionary<IPEndPoint, Listener> _byEndPoint;

    private Listeners(IReadOnlyList<Listener> all)
    {
        All = all;
        _byEndPoint = all.ToDictionary(listener => listener.EndPoint);
    }

    /// <summary>The addresses, as bound.</summary>
    public IReadOnlyList<Listener> All { get; }

    /// <summary>Binds the addresses.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="error">What kept an address from being bound; null when all are.</param>
    /// <returns>The addresses; null when there is an error.</returns>
    public static Listeners? Open(NodeSettings settings, out string? error)
    {
        var opened = new List<Listener>();
        error = OpenAll(ListenerKind.Proxy, "proxy_listen", settings.ProxyAddresses, opened)
            ?? OpenAll(ListenerKind.Admin, "admin_listen", settings.AdminAddresses, opened)
            ?? OpenAll(ListenerKind.Status, "status_listen", settings.StatusAddresses, opened);
        if (error is null)
        {
            return new Listeners(opened);
        }

        opened.ForEach(listener => listener.Socket.Dispose());
        return null;
    }

    /// <summary>Has Kestrel serve the addresses.</summary>
    /// <param name="kestrel">Kestrel's options.</param>
    /// <param name="tls">TLS of each kind of address that speaks it.</param>
    /// <param name="counters">Learns of connections.</param>
    public void Bind(KestrelServerOptions kestrel, IReadOnlyDictionary<ListenerKind, ServerTls> tls, ConnectionCounters counters)
    {
        foreach (Listener listener in All)
        {
            kestrel.Listen(listener.EndPoint, options =>
            {
                options.Protocols = listener.Address.Http2 ? HttpProtocols.Http1AndHttp2 : HttpProtocols.Http1;
                options.Use(next => connection => CountAsync(listener, counters, next, connection));
                if (listener.Address.ProxyProtocol)
                {
                    options.UseProxyProtocol();
                }

                if (listener.Address is { Http2: true, Ssl: false })
                {
                    options.UsePriorKnowledge();
                }

                if (listener is { Kind: ListenerKind.Proxy, Address.Ssl: true })
                {
                    options.UsePlainAnswers();
                }

                if (listener.Address.Ssl)
                {
                    tls[listener.Kind].Use(options);
                }

                if (listener.Kind == ListenerKind.Proxy)
                {
                    options.UseGatewayWire();
                }
            });
        }
    }

    /// <summary>Has Kestrel's transport take over the bound sockets.</summary>
    public void Use(SocketTransportOptions transport)
    {
        transport.Backlog = All.Max(listener => listener.Address.Backlog) ?? transport.Backlog;
        transport.CreateBoundListenSocket = endPoint => _byEndPoint[(IPEndPoint)endPoint].Socket;
    }

    /// <summary>Closes the sockets.</summary>
    public void Dispose()
    {
        foreach (Listener listener in All)
        {
            listener.Socket.Dispose();
        }
    }

    private static async Task CountAsync(Listener listener, ConnectionCounters counters, ConnectionDelegate next, ConnectionContext connection)
    {
        connection.Features.Set<ClientConnection>(new ListenerConnection(listener.Kind, counters.ConnectionOpened()));
        try
        {
            await next(connection);
        }
        finally
        {
            counters.ConnectionClosed();
        }
    }

    private static string? OpenAll(ListenerKind kind, string property, IReadOnlyList<ListenAddress> addresses, List<Listener> opened)
    {
        foreach (ListenAddress address in addresses)
        {
            try
            {
                IPAddress[] found = IPAddress.TryParse(address.Host, out IPAddress? ip) ? [ip] : Dns.GetHostAddresses(address.Host);
                foreach (IPAddress each in found)
                {
                    opened.Add(Open(kind, address, each));
                }
            }
            catch (SocketException error)
            {
                return $"{property}: cannot listen on {address.Host}:{address.Port}: {error.Message}";
            }
        }

        return null;
    }

    private static Listener Open(ListenerKind kind, ListenAddress address, IPAddress ip)
    {
        var socket = new Socket(ip.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (ip.AddressFamily == AddressFamily.InterNetworkV6)
            {
                // As nginx does: 0.0.0.0 and [::] may then stand side by side.
                socket.DualMode = !address.Ipv6Only && ip.Equals(IPAddress.IPv6Any);
            }

            socket.Bind(new IPEndPoint(ip, address.Port));
            return new Listener(kind, address, (IPEndPoint)socket.LocalEndPoint!, socket);
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }
}
