using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace KongLite.Gateway.Wire;

/// <summary>Reads the first bytes of a connection before Kestrel watches over it: for a limited time, and not beyond the server's end.</summary>
internal sealed class FirstBytes : IDisposable
{
    private readonly CancellationTokenSource _stop;

    private FirstBytes(CancellationTokenSource stop) => _stop = stop;

    /// <summary>Begins to read.</summary>
    public static FirstBytes Within(ConnectionContext connection, TimeSpan patience)
    {
        CancellationToken stopping = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? default;
        var stop = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed, stopping);
        stop.CancelAfter(patience);
        return new FirstBytes(stop);
    }

    /// <summary>Reads on; null: the connection is over, or its time is.</summary>
    public async ValueTask<ReadResult?> ReadAsync(PipeReader input)
    {
        try
        {
            ReadResult result = await input.ReadAsync(_stop.Token);
            return result.IsCanceled ? null : result;
        }
        catch (Exception error) when (error is OperationCanceledException or IOException)
        {
            return null;
        }
    }

    public void Dispose() => _stop.Dispose();
}
