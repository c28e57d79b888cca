using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace KongLite.Gateway.Wire;

/// <summary>A connection in other hands. When they let it go, it goes back to where it came from instead of being closed.</summary>
internal sealed class HandedConnection(ConnectionContext connection) : ConnectionContext
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the other hands have let go.</summary>
    public Task Ended => _ended.Task;

    public override string ConnectionId { get; set; } = connection.ConnectionId;

    public override IFeatureCollection Features { get; } = new FeatureCollection(connection.Features);

    public override IDictionary<object, object?> Items { get; set; } = connection.Items;

    public override IDuplexPipe Transport { get; set; } = connection.Transport;

    public override CancellationToken ConnectionClosed { get; set; } = connection.ConnectionClosed;

    public override EndPoint? LocalEndPoint { get; set; } = connection.LocalEndPoint;

    public override EndPoint? RemoteEndPoint { get; set; } = connection.RemoteEndPoint;

    public override void Abort() => connection.Abort();

    public override void Abort(ConnectionAbortedException abortReason) => connection.Abort(abortReason);

    public override ValueTask DisposeAsync()
    {
        _ended.TrySetResult();
        return base.DisposeAsync();
    }
}
