using System.Net;
using KongLite.Sdk.Entities;
using Microsoft.AspNetCore.Http;

namespace KongLite.Sdk.Exchanges;

/// <summary>The client of an exchange: its address, and who it turned out to be.</summary>
public sealed class Client
{
    private readonly Exchange _exchange;

    internal Client(Exchange exchange) => _exchange = exchange;

    /// <summary>Address of the connection, before any real-IP header.</summary>
    public IPAddress PeerAddress => PeerOf(_exchange.Http);

    /// <summary>Address of the client: what a trusted peer says, else the peer's.</summary>
    public IPAddress Address => _exchange.RealEndPoint?.Address ?? PeerAddress;

    /// <summary>Port of the client: what a trusted peer says, 0 if it says the address alone, else the peer's.</summary>
    public int Port => _exchange.RealEndPoint?.Port ?? _exchange.Http.Connection.RemotePort;

    /// <summary>The connection that the request came over; null: its listener does not count.</summary>
    public ClientConnection? Connection => _exchange.Http.Features.Get<ClientConnection>();

    /// <summary>The consumer that a plugin authenticated; null: nobody yet.</summary>
    public Consumer? Consumer { get; private set; }

    /// <summary>The credential it used; null: none, or an anonymous consumer.</summary>
    public IEntity? Credential { get; private set; }

    /// <summary>
    /// Groups that an authentication plugin found for the client elsewhere than among its consumer's, such as in a directory; null: it looked for
    /// none (Kong: <c>kong.ctx.shared.authenticated_groups</c>).
    /// </summary>
    public IReadOnlyList<string>? AuthenticatedGroups { get; set; }

    /// <summary>Names the consumer and the credential, and tells the service in <c>X-Consumer-*</c> and <c>X-Credential-Identifier</c>.</summary>
    /// <param name="consumer">The consumer.</param>
    /// <param name="credential">The credential; null: the consumer is an anonymous one.</param>
    /// <param name="identifier">What the service is told of the credential.</param>
    public void Authenticate(Consumer consumer, IEntity? credential, string? identifier)
    {
        Consumer = consumer;
        Credential = credential;
        Tell("X-Consumer-ID", consumer.Id.ToString("D"));
        Tell("X-Consumer-Custom-ID", consumer.CustomId);
        Tell("X-Consumer-Username", consumer.Username);
        Tell("X-Credential-Identifier", credential is null ? null : identifier);
        Tell("X-Anonymous-Consumer", credential is null ? "true" : null);
    }

    // A socket that serves both families shows IPv4 clients as ::ffff:1.2.3.4; nobody writes that in an allow list.
    internal static IPAddress PeerOf(HttpContext http)
    {
        IPAddress address = http.Connection.RemoteIpAddress ?? IPAddress.None;
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }

    // Copies of the client's own are always overwritten or removed: a service must be able to believe them.
    private void Tell(string header, string? value)
    {
        if (value is null)
        {
            _exchange.Request.Headers.Remove(header);
        }
        else
        {
            _exchange.Request.Headers[header] = HeaderText.Bytes(value);
        }
    }
}
