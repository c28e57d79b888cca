namespace KongLite.Sdk.Storage;

/// <summary>
/// Messages between the nodes that share a database, Kong's own included: Kong's <c>cluster_events</c>. A message reaches every other node once, some
/// seconds after it was sent, and none that was down meanwhile. Other stores have none.
/// </summary>
public interface IClusterEvents
{
    /// <summary>Sends a message to the other nodes.</summary>
    /// <param name="channel">What it is about, such as <c>balancer:post_health</c>.</param>
    /// <param name="data">The message.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StoreException">It was not sent.</exception>
    ValueTask PublishAsync(string channel, string data, CancellationToken cancellationToken);

    /// <summary>Calls a handler for each message of others, one after the other. A handler that throws is logged, and the next is called.</summary>
    /// <param name="channel">What to hear of.</param>
    /// <param name="handler">What to do with a message.</param>
    void Subscribe(string channel, Action<string> handler);
}
