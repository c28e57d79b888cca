namespace KongLite.Gateway.Snapshot;

/// <summary>The snapshot in force, replaced whole; and the wait for one that includes a change.</summary>
public sealed class GatewayState
{
    private readonly Lock _gate = new();
    private readonly List<(long Version, TaskCompletionSource<bool> Reached)> _waiting = [];
    private GatewaySnapshot _current = GatewaySnapshot.Empty;
    private bool _isFollowing = true;
    private long _lostAt;

    /// <summary>The snapshot in force. A request reads it once and keeps it.</summary>
    public GatewaySnapshot Current => Volatile.Read(ref _current);

    /// <summary>Since when the change feed has been out of reach; null: it can be asked.</summary>
    public DateTimeOffset? LostAt => Interlocked.Read(ref _lostAt) is not 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>Completes when the snapshot in force includes a version of the change feed, or when nobody can tell when it will.</summary>
    /// <returns>Whether it includes the version; false: the change feed is out of reach.</returns>
    public Task<bool> WaitForAsync(long version, CancellationToken cancellationToken)
    {
        if (Current.Version >= version)
        {
            return Task.FromResult(true);
        }

        var reached = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (Current.Version >= version)
            {
                return Task.FromResult(true);
            }

            if (!_isFollowing)
            {
                return Task.FromResult(false);
            }

            _waiting.Add((version, reached));
        }

        return reached.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Puts a snapshot in force and releases those who wait for it.</summary>
    internal void Publish(GatewaySnapshot next)
    {
        List<TaskCompletionSource<bool>> released = [];
        lock (_gate)
        {
            Volatile.Write(ref _current, next);
            _waiting.RemoveAll(waiting =>
            {
                bool reached = waiting.Version <= next.Version;
                if (reached)
                {
                    released.Add(waiting.Reached);
                }

                return reached;
            });
        }

        foreach (TaskCompletionSource<bool> each in released)
        {
            each.SetResult(true);
        }
    }

    /// <summary>Tells whether the change feed can be asked. While it cannot, nobody waits for it.</summary>
    /// <param name="isFollowing">Whether it can.</param>
    /// <param name="now">The time.</param>
    internal void Follow(bool isFollowing, DateTimeOffset now)
    {
        Interlocked.Exchange(ref _lostAt, isFollowing ? 0 : LostAt?.Ticks ?? now.UtcTicks);
        TaskCompletionSource<bool>[] released;
        lock (_gate)
        {
            _isFollowing = isFollowing;
            released = isFollowing ? [] : [.. _waiting.Select(waiting => waiting.Reached)];
            _waiting.RemoveAll(_ => !isFollowing);
        }

        foreach (TaskCompletionSource<bool> each in released)
        {
            each.SetResult(false);
        }
    }
}
