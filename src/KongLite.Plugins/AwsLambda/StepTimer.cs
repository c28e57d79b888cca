using System.Net;

namespace KongLite.Plugins.AwsLambda;

/// <summary>Bounds each step of a call by itself; there is no bound of the whole.</summary>
internal sealed class StepTimer : IDisposable
{
    private readonly TimeSpan _timeout;
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _either;

    /// <summary>A timer that is not running yet.</summary>
    public StepTimer(TimeSpan timeout, TimeProvider clock, CancellationToken cancellationToken)
    {
        _timeout = timeout;
        _timer = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_timer.Token, cancellationToken);
    }

    /// <summary>Signals that a step took too long, or that the client has gone.</summary>
    public CancellationToken Token => _either.Token;

    /// <summary>Whether a step took too long.</summary>
    public bool IsOver => _timer.IsCancellationRequested;

    /// <summary>Begins the next step.</summary>
    public void Restart() => _timer.CancelAfter(_timeout);

    /// <inheritdoc/>
    public void Dispose()
    {
        _either.Dispose();
        _timer.Dispose();
    }
}

/// <summary>A payload without a content type. It starts the timer when the connection is there and again when it has been sent.</summary>
internal sealed class LambdaPayload(ReadOnlyMemory<byte> bytes, StepTimer step) : HttpContent
{
    /// <inheritdoc/>
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        step.Restart();
        await stream.WriteAsync(bytes, cancellationToken);
        step.Restart();
    }

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = bytes.Length;
        return true;
    }
}
