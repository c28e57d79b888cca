namespace KongLite.Plugins.Shared.Aws;

/// <summary>A connection that had served before was closed by the other end when the next request came, and no byte of an answer arrived.</summary>
internal sealed class StaleConnectionException(string message, Exception? inner) : IOException(message, inner);

/// <summary>
/// Tells a stale pooled connection from one that fails in the middle of things: the first only means that the other end was tired of waiting, and
/// the request may be sent again.
/// </summary>
internal sealed class ReusedStream(Stream inner) : Stream
{
    private bool _hasServed;
    private bool _isAnswering;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    private bool IsStale => _hasServed && !_isAnswering;

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read;
        try
        {
            read = await inner.ReadAsync(buffer, cancellationToken);
        }
        catch (IOException error) when (IsStale)
        {
            throw new StaleConnectionException(error.Message, error);
        }

        if (read > 0)
        {
            _isAnswering = true;
        }
        else if (buffer.Length > 0 && IsStale)
        {
            throw new StaleConnectionException("closed", null);
        }

        return read;
    }

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_isAnswering)
        {
            _hasServed = true;
            _isAnswering = false;
        }

        try
        {
            await inner.WriteAsync(buffer, cancellationToken);
        }
        catch (IOException error) when (IsStale)
        {
            throw new StaleConnectionException(error.Message, error);
        }
    }

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    /// <inheritdoc/>
    public override void Flush() => inner.Flush();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
