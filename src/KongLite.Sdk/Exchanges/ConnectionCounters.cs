namespace KongLite.Sdk.Exchanges;

/// <summary>Connections and requests of all listeners since the start; <c>/status</c> and metrics show them. The listeners count.</summary>
public sealed class ConnectionCounters
{
    private long _accepted;
    private long _closed;
    private long _started;
    private long _ended;

    /// <summary>Connections accepted so far.</summary>
    public long Accepted => Interlocked.Read(ref _accepted);

    /// <summary>Connections that are open.</summary>
    public long Active => Accepted - Interlocked.Read(ref _closed);

    /// <summary>Requests so far.</summary>
    public long Requests => Interlocked.Read(ref _started);

    /// <summary>Requests that are being answered.</summary>
    public long Answering => Requests - Interlocked.Read(ref _ended);

    /// <summary>A listener accepted a connection.</summary>
    /// <returns>Its number, from 1.</returns>
    public long ConnectionOpened() => Interlocked.Increment(ref _accepted);

    /// <summary>A connection closed.</summary>
    public void ConnectionClosed() => Interlocked.Increment(ref _closed);

    /// <summary>A request arrived.</summary>
    public void RequestStarted() => Interlocked.Increment(ref _started);

    /// <summary>A request was answered or given up.</summary>
    public void RequestEnded() => Interlocked.Increment(ref _ended);
}
