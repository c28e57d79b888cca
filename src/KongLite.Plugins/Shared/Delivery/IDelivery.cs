namespace KongLite.Plugins.Shared.Delivery;

/// <summary>Takes entries to where they belong.</summary>
internal interface IDelivery
{
    /// <summary>Where to, for the log; without secrets.</summary>
    string Target { get; }

    /// <summary>Delivers a batch. What it throws counts as a failure of the whole batch.</summary>
    /// <param name="batch">The entries, the oldest first; never empty.</param>
    /// <param name="cancellationToken">Ends the try when the node stops.</param>
    /// <returns>Why it failed; null: it did not.</returns>
    ValueTask<string?> SendAsync(IReadOnlyList<byte[]> batch, CancellationToken cancellationToken);
}
