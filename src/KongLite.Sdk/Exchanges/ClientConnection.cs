namespace KongLite.Sdk.Exchanges;

/// <summary>A client's connection, as ids and logs tell it from others. The listeners number it and count its requests.</summary>
/// <param name="number">Its number among all connections since the node started, from 1.</param>
public class ClientConnection(long number)
{
    private long _requests;

    /// <summary>Its number among all connections since the node started, from 1.</summary>
    public long Number => number;

    /// <summary>How many requests have come over it; with HTTP/1 the last one is the one that is being served.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>A request arrived.</summary>
    public void RequestStarted() => Interlocked.Increment(ref _requests);
}
