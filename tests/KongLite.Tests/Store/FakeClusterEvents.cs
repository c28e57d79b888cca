using System.Collections.Concurrent;
using KongLite.Sdk.Storage;

namespace KongLite.Tests.Store;

/// <summary>Plays the other nodes of a cluster.</summary>
internal sealed class FakeClusterEvents : IClusterEvents
{
    private readonly ConcurrentDictionary<string, Action<string>> _handlers = new(StringComparer.Ordinal);

    /// <summary>What was sent, with the channel before a space.</summary>
    public ConcurrentQueue<string> Sent { get; } = new();

    /// <summary>Whether the database is out of reach.</summary>
    public bool IsLost { get; set; }

    public ValueTask PublishAsync(string channel, string data, CancellationToken cancellationToken)
    {
        if (IsLost)
        {
            throw new StoreException(FakeDatabase.Reason);
        }

        Sent.Enqueue($"{channel} {data}");
        return ValueTask.CompletedTask;
    }

    public void Subscribe(string channel, Action<string> handler) => _handlers[channel] = handler;

    /// <summary>Another node sends a message.</summary>
    public void Raise(string channel, string data) => _handlers[channel](data);
}
