using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KongLite.Plugins.Shared.Delivery;

/// <summary>
/// The queues of the node. Plugins with the same target and settings share one, and it outlives their changes as long as it has entries. When the
/// node stops, what waits is still sent, for a bounded time.
/// </summary>
internal sealed class DeliveryQueues(TimeProvider clock, ILogger<DeliveryQueue> logger) : IHostedService, IDisposable
{
    private static readonly TimeSpan FlushTime = TimeSpan.FromSeconds(5);

    // A queue without entries lives as long as a plugin holds it.
    private readonly Dictionary<object, WeakReference<DeliveryQueue>> _queues = [];
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<Task, bool> _running = new();
    private readonly CancellationTokenSource _begun = new();
    private readonly CancellationTokenSource _over = new();

    /// <summary>The queue of a target; made when there is none.</summary>
    /// <param name="key">Target and settings, equal for those that share.</param>
    /// <param name="settings">How entries wait.</param>
    /// <param name="create">Makes the way to the target.</param>
    public DeliveryQueue Of(object key, DeliverySettings settings, Func<IDelivery> create)
    {
        lock (_lock)
        {
            if (_queues.TryGetValue(key, out WeakReference<DeliveryQueue>? reference) && reference.TryGetTarget(out DeliveryQueue? known))
            {
                return known;
            }

            foreach (object gone in _queues.Where(queue => !queue.Value.TryGetTarget(out _)).Select(queue => queue.Key).ToArray())
            {
                _queues.Remove(gone);
            }

            var queue = new DeliveryQueue(create(), settings, this, clock, logger);
            _queues[key] = new WeakReference<DeliveryQueue>(queue);
            return queue;
        }
    }

    /// <summary>Runs a queue's work beside the requests.</summary>
    public void Run(Func<Stopping, Task> work)
    {
        var stopping = new Stopping(_begun.Token, _over.Token);
        Task task = Task.Run(() => work(stopping), CancellationToken.None);
        _running[task] = true;
        _ = task.ContinueWith(
            static (done, running) => ((ConcurrentDictionary<Task, bool>)running!).TryRemove(done, out _),
            _running, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _begun.CancelAsync();
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(FlushTime);
        while (!_running.IsEmpty && !bound.IsCancellationRequested)
        {
            await Task.WhenAll(_running.Keys).WaitAsync(bound.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Task.Yield();
        }

        await _over.CancelAsync();
    }

    /// <summary>Lets go of the signals.</summary>
    public void Dispose()
    {
        _begun.Dispose();
        _over.Dispose();
    }
}
