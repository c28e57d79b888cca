namespace KongLite.Gateway.Snapshot;

/// <summary>The snapshot in force, replaced whole; and the wait for one that includes a change.</summary>
public sealed class GatewayState
{
    private readonly Lock _gate = new();
    private readonly List<(long Version, TaskCompletionSource Reached)> _waiting = [];
    private GatewaySnapshot _current = GatewaySnapshot.Empty;

    /// <summary>The snapshot in force. A request reads it once and keeps it.</summary>
    public GatewaySnapshot Current => Volatile.Read(ref _current);

    /// <summary>Completes when the snapshot in force includes a version of the change feed.</summary>
    public Task WaitForAsync(long version, CancellationToken cancellationToken)
    {
        if (Current.Version >= version)
        {
            return Task.CompletedTask;
        }

        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (Current.Version >= version)
            {
                return Task.CompletedTask;
            }

            _waiting.Add((version, reached));
        }

        return reached.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Puts a snapshot in force and releases those who wait for it.</summary>
    internal void Publish(GatewaySnapshot next)
    {
        List<TaskCompletionSource> released = [];
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

        foreach (TaskCompletionSource each in released)
        {
            each.SetResult();
        }
    }
}
