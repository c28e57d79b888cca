using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Plugins;

namespace KongLite.Gateway.Pipeline;

/// <summary>Between the copier and the client: shows every piece of a service's body to the body filters.</summary>
internal sealed class BodyFilterStream(Stream client, PluginInstance[] collected, PluginRunner runner, Exchange exchange) : Stream
{
    /// <summary>Whether a filter failed; the answer must then be cut off, not completed.</summary>
    public bool Failed { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Shows the filters the end of the body, and sends what they still hold.</summary>
    public ValueTask CompleteAsync(CancellationToken cancellationToken) => PassAsync(new BodyChunk(default, IsLast: true), cancellationToken);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        PassAsync(new BodyChunk(buffer, IsLast: false), cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => client.FlushAsync(cancellationToken);

    public override void Flush() => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private ValueTask PassAsync(BodyChunk chunk, CancellationToken cancellationToken)
    {
        if (!runner.FilterBody(collected, exchange, ref chunk))
        {
            Failed = true;
            throw new IOException("A body filter failed.");
        }

        return chunk.Data.IsEmpty ? ValueTask.CompletedTask : client.WriteAsync(chunk.Data, cancellationToken);
    }
}
