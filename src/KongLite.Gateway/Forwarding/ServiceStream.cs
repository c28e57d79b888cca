namespace KongLite.Gateway.Forwarding;

/// <summary>
/// A connection to a service as Kong's tries see it: no write may stall for longer than the service allows, and one that ends without ever having
/// answered has failed. The client library by itself would send the request again then, three times over.
/// </summary>
/// <remarks>A connection that has answered before may be at its end without any fault of the request; that one is sent again, as nginx does.</remarks>
/// <param name="inner">The connection, decrypted, which the stream owns.</param>
/// <param name="writeTimeout">How long one write may take (<c>write_timeout</c>).</param>
internal sealed class ServiceStream(Stream inner, TimeSpan writeTimeout) : Stream
{
    private bool _hasAnswered;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The connection failed, or has ended before its first answer.</exception>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _hasAnswered || buffer.IsEmpty ? inner.ReadAsync(buffer, cancellationToken) : ReadFirstAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    /// <exception cref="IOException">The connection failed; with a <see cref="TimeoutException"/> inside: the write took too long.</exception>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // As long as the service reads, a write is a copy into the system's buffer, which is done at once.
        ValueTask writing = inner.WriteAsync(buffer, cancellationToken);
        return writing.IsCompletedSuccessfully ? writing : WaitAsync(writing.AsTask());
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Flush() => inner.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask<int> ReadFirstAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int count = await inner.ReadAsync(buffer, cancellationToken);
        if (count == 0)
        {
            throw new IOException("The service has closed the connection without an answer.");
        }

        _hasAnswered = true;
        return count;
    }

    private async ValueTask WaitAsync(Task writing)
    {
        try
        {
            await writing.WaitAsync(writeTimeout);
        }
        catch (TimeoutException error)
        {
            await DisposeAsync();
            // The write has lost its connection; nobody waits for what it says to that.
            await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw new IOException("The service does not read.", error);
        }
    }
}
