using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace KongLite.Gateway.Wire;

/// <summary>An address inside the process, whose connections are those that another address hands over.</summary>
/// <param name="origin">The other address.</param>
/// <param name="purpose">What is served here, for the log.</param>
internal sealed class HandOverEndPoint(EndPoint origin, string purpose) : EndPoint
{
    private readonly Channel<ConnectionContext> _waiting = Channel.CreateUnbounded<ConnectionContext>();

    /// <summary>Has a connection served; its transport's unread bytes are the first that are read. Ends with the connection.</summary>
    public async Task ServeAsync(ConnectionContext connection)
    {
        var handed = new HandedConnection(connection);
        if (_waiting.Writer.TryWrite(handed))
        {
            await handed.Ended;
        }
    }

    /// <summary>The next connection; null: there will be none.</summary>
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken) =>
        await _waiting.Reader.WaitToReadAsync(cancellationToken) && _waiting.Reader.TryRead(out ConnectionContext? connection) ? connection : null;

    /// <summary>Takes no more connections.</summary>
    public void Close() => _waiting.Writer.TryComplete();

    public override string ToString() => $"{origin} ({purpose})";
}
