using System.IO.Pipelines;

namespace KongLite.Gateway.Wire;

/// <summary>Hands Kestrel's bytes to a client, but not the bare answer to a request that Kestrel has refused.</summary>
internal sealed class RefusableWriter(PipeWriter client) : PipeWriter
{
    /// <summary>Whether a request was refused. Nothing that is written afterwards is sent.</summary>
    public bool IsShut { get; set; }

    public override bool CanGetUnflushedBytes => client.CanGetUnflushedBytes;

    public override long UnflushedBytes => client.UnflushedBytes;

    public override Memory<byte> GetMemory(int sizeHint = 0) => client.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => client.GetSpan(sizeHint);

    public override void Advance(int bytes) => client.Advance(IsShut ? 0 : bytes);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => client.FlushAsync(cancellationToken);

    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default) =>
        IsShut ? client.FlushAsync(cancellationToken) : client.WriteAsync(source, cancellationToken);

    public override void CancelPendingFlush() => client.CancelPendingFlush();

    public override void Complete(Exception? exception = null)
    {
        if (!IsShut)
        {
            client.Complete(exception);
        }
    }
}
