using Microsoft.Extensions.ObjectPool;

namespace KongLite.Gateway.Forwarding;

/// <summary>
/// Cancels a try in which nothing happens for too long. How long that is changes on the way, as in nginx: a piece of the body may take
/// <c>write_timeout</c> to the service; the answer, once all has been sent, and each further piece of it may take <c>read_timeout</c>. Opening the
/// connection is timed by the client library, and the client's sending by the stream that its body is read from.
/// </summary>
internal sealed class TryTimer : CancellationTokenSource, IResettable
{
    // nginx: send_timeout.
    private const int DeliveryTimeout = 60_000;
    private static readonly ObjectPool<TryTimer> Pool =
        new DefaultObjectPoolProvider { MaximumRetained = 1024 }.Create(new DefaultPooledObjectPolicy<TryTimer>());

    // Over HTTP/2 the answer may come while the body is still being sent.
    private readonly Lock _lock = new();
    private int _writeTimeout;
    private int _readTimeout;
    private bool _isAnswering;

    /// <summary>A timer for a try, which does not run yet.</summary>
    /// <param name="writeTimeout">How long the service may take to accept a piece of the body, in milliseconds.</param>
    /// <param name="readTimeout">How long it may take to begin its answer, or to go on with it, in milliseconds.</param>
    public static TryTimer Rent(int writeTimeout, int readTimeout)
    {
        TryTimer timer = Pool.Get();
        timer._writeTimeout = writeTimeout;
        timer._readTimeout = readTimeout;
        timer._isAnswering = false;
        return timer;
    }

    /// <summary>The try is over.</summary>
    public void Return() => Pool.Return(this);

    /// <summary>The client is to send the next piece of its body. An answer that has begun is still waited for.</summary>
    public void WaitForClient()
    {
        lock (_lock)
        {
            if (!_isAnswering)
            {
                CancelAfter(Timeout.Infinite);
            }
        }
    }

    /// <summary>A piece of the body is on its way to the service. While an answer comes, that is a sign of life like any of its pieces.</summary>
    public void Send()
    {
        lock (_lock)
        {
            CancelAfter(_isAnswering ? _readTimeout : _writeTimeout);
        }
    }

    /// <summary>All has been sent, or the next piece of the answer is to come.</summary>
    public void WaitForService() => CancelAfter(_readTimeout);

    /// <summary>The answer has begun.</summary>
    public void BeginAnswer()
    {
        lock (_lock)
        {
            _isAnswering = true;
            CancelAfter(Timeout.Infinite);
        }
    }

    /// <summary>A piece of the answer is on its way to the client, who is slow to take it.</summary>
    public void Deliver() => CancelAfter(DeliveryTimeout);

    /// <summary>Nobody is waited for.</summary>
    public void Stop() => CancelAfter(Timeout.Infinite);
}
