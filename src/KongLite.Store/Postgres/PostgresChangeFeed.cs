using System.Threading.Channels;
using KongLite.Sdk.Storage;

namespace KongLite.Store.Postgres;

/// <summary>
/// The feed of a database: looks at <c>konglite_changes</c> when the database or this node says that there is something, and every so often because
/// what they say may get lost. It has one follower.
/// </summary>
/// <remarks>
/// Versions count the looks of this node. A look that begins after a commit sees it, so a write is included in the version of the next look to
/// begin, whatever other transactions do meanwhile.
/// </remarks>
/// <param name="reader">Looks.</param>
/// <param name="frequency">How long to wait at most between looks.</param>
/// <param name="clock">The time.</param>
internal sealed class PostgresChangeFeed(ChangeReader reader, TimeSpan frequency, TimeProvider clock) : IChangeFeed
{
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private long _begun;
    private long _announced;
    private long _given = -1;
    private bool _isLost;

    /// <summary>Makes the follower look, because there may be something new.</summary>
    public void Signal() => _signal.Writer.TryWrite(true);

    /// <summary>Makes the follower look, because this node has committed something.</summary>
    /// <returns>The version that includes it.</returns>
    public long Announce()
    {
        long version = Volatile.Read(ref _begun) + 1;
        long before;
        while ((before = Volatile.Read(ref _announced)) < version && Interlocked.CompareExchange(ref _announced, version, before) != before)
        {
        }

        Signal();
        return version;
    }

    /// <inheritdoc/>
    /// <exception cref="StoreException">The database cannot be asked. The next call looks again at once.</exception>
    public async ValueTask<ChangeBatch> NextAsync(long after, CancellationToken cancellationToken)
    {
        // A follower that has not what it was given last has lost something.
        bool isComplete = after < 0 || after != _given;
        bool wasLost = _isLost;
        while (true)
        {
            if (!isComplete && !_isLost)
            {
                await WaitAsync(cancellationToken);
            }

            _isLost = true;
            long version = Interlocked.Increment(ref _begun);
            ChangeBatch batch = await reader.ReadAsync(version, isComplete, cancellationToken);
            _isLost = false;

            // An empty batch tells those who wait for a write of this node, and that the database is back.
            if (batch.IsComplete || batch.Changes.Count > 0 || after < Volatile.Read(ref _announced) || wasLost)
            {
                _given = version;
                return batch;
            }
        }
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(frequency, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            await _signal.Reader.WaitToReadAsync(either.Token);
            _signal.Reader.TryRead(out _);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Nobody said anything for a while.
        }
    }
}
