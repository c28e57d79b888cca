using System.Net;
using Microsoft.AspNetCore.Connections;

namespace KongLite.Gateway.Wire;

/// <summary>The transport of connections that one address hands over to another (see <see cref="PriorKnowledge"/> and <see cref="PlainOnTls"/>).</summary>
public sealed class HandOverTransport : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    /// <summary>Whether the address is one of this transport.</summary>
    public bool CanBind(EndPoint endpoint) => endpoint is HandOverEndPoint;

    /// <summary>Listens at an address of this transport.</summary>
    /// <exception cref="NotSupportedException">It is none.</exception>
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        endpoint is HandOverEndPoint own
            ? ValueTask.FromResult<IConnectionListener>(new Listening(own))
            : throw new NotSupportedException($"{endpoint} is not inside the process.");

    private sealed class Listening(HandOverEndPoint endPoint) : IConnectionListener
    {
        public EndPoint EndPoint => endPoint;

        public ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) => endPoint.AcceptAsync(cancellationToken);

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
        {
            endPoint.Close();
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => UnbindAsync();
    }
}
