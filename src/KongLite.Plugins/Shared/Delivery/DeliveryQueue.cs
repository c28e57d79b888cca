using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace KongLite.Plugins.Shared.Delivery;

/// <summary>
/// Entries on their way to one target. Requests leave them here and never wait: when the queue is full, its oldest entries are dropped, counted, and
/// the log tells how many once in a while. The queue works only while it has entries.
/// </summary>
internal sealed partial class DeliveryQueue
{
    /// <summary>Bytes that may wait when the configuration sets no bound; ten thousand entries with large headers would not fit into memory.</summary>
    public const long DefaultMaxBytes = 64 * 1024 * 1024;

    private readonly IDelivery _delivery;
    private readonly DeliverySettings _settings;
    private readonly DeliveryQueues _owner;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Channel<byte[]> _entries;
    private readonly LossCounter _dropped;
    private readonly LossCounter _undelivered;
    private long _bytes;
    private int _running;

    /// <summary>Makes an empty queue.</summary>
    public DeliveryQueue(IDelivery delivery, DeliverySettings settings, DeliveryQueues owner, TimeProvider clock, ILogger logger)
    {
        _delivery = delivery;
        _settings = settings;
        _owner = owner;
        _clock = clock;
        _logger = logger;
        _dropped = new LossCounter(clock);
        _undelivered = new LossCounter(clock);
        var options = new BoundedChannelOptions(settings.MaxEntries) { FullMode = BoundedChannelFullMode.DropOldest };
        _entries = Channel.CreateBounded<byte[]>(options, Lose);
    }

    /// <summary>Leaves an entry to be delivered soon.</summary>
    public void Add(byte[] entry)
    {
        if (entry.Length > _settings.MaxBytes)
        {
            Drop();
            return;
        }

        if (_settings.IsUnqueued)
        {
            AddUnqueued(entry);
            return;
        }

        Interlocked.Add(ref _bytes, entry.Length);
        while (Interlocked.Read(ref _bytes) > _settings.MaxBytes && _entries.Reader.TryRead(out byte[]? oldest))
        {
            Lose(oldest);
        }

        _entries.Writer.TryWrite(entry);
        Wake();
    }

    private void AddUnqueued(byte[] entry)
    {
        if (Interlocked.Increment(ref _running) > _settings.MaxEntries)
        {
            Interlocked.Decrement(ref _running);
            Drop();
            return;
        }

        _owner.Run(async stopping =>
        {
            await DeliverAsync([entry], stopping);
            Interlocked.Decrement(ref _running);
        });
    }

    private void Wake()
    {
        if (Volatile.Read(ref _running) == 0 && Interlocked.CompareExchange(ref _running, 1, 0) == 0)
        {
            _owner.Run(DrainAsync);
        }
    }

    private async Task DrainAsync(Stopping stopping)
    {
        var batch = new List<byte[]>();
        while (_entries.Reader.TryRead(out byte[]? entry))
        {
            Take(batch, entry);
            await FillAsync(batch, stopping);
            await DeliverAsync(batch, stopping);
            batch = [];
            Report();
        }

        Volatile.Write(ref _running, 0);
        // An entry that came between the last look and the line above has found the queue at work.
        if (_entries.Reader.TryPeek(out _))
        {
            Wake();
        }
    }

    private async ValueTask FillAsync(List<byte[]> batch, Stopping stopping)
    {
        CancellationTokenSource? deadline = null;
        try
        {
            while (batch.Count < _settings.MaxBatchSize)
            {
                if (_entries.Reader.TryRead(out byte[]? next))
                {
                    Take(batch, next);
                    continue;
                }

                if (_settings.CoalescingDelay <= TimeSpan.Zero || stopping.HasBegun.IsCancellationRequested)
                {
                    return;
                }

                deadline ??= Deadline(stopping);
                await _entries.Reader.WaitToReadAsync(deadline.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The batch goes as it is.
        }
        finally
        {
            deadline?.Dispose();
        }
    }

    private CancellationTokenSource Deadline(Stopping stopping)
    {
        var deadline = CancellationTokenSource.CreateLinkedTokenSource(stopping.HasBegun);
        deadline.CancelAfter(_settings.CoalescingDelay);
        return deadline;
    }

    private async ValueTask DeliverAsync(List<byte[]> batch, Stopping stopping)
    {
        long first = _clock.GetTimestamp();
        TimeSpan delay = _settings.InitialRetryDelay;
        while (await TryAsync(batch, stopping) is { } failure)
        {
            bool mayRetry = _settings.MaxRetryTime > TimeSpan.Zero && _clock.GetElapsedTime(first) < _settings.MaxRetryTime;
            if (!mayRetry || stopping.HasBegun.IsCancellationRequested)
            {
                _undelivered.Add(batch.Count);
                if (_undelivered.Take() is > 0 and var count)
                {
                    GivenUp(count, _delivery.Target, failure);
                }

                return;
            }

            Retrying(_delivery.Target, failure);
            await Task.Delay(delay, _clock, stopping.HasBegun).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            delay = delay * 2 < _settings.MaxRetryDelay ? delay * 2 : _settings.MaxRetryDelay;
        }
    }

    private async ValueTask<string?> TryAsync(List<byte[]> batch, Stopping stopping)
    {
        try
        {
            return await _delivery.SendAsync(batch, stopping.IsOver);
        }
        // The top of a background loop: whatever is wrong with the target, the next batch has its turn.
        catch (Exception error)
        {
            return error.Message;
        }
    }

    private void Take(List<byte[]> batch, byte[] entry)
    {
        Interlocked.Add(ref _bytes, -entry.Length);
        batch.Add(entry);
    }

    private void Lose(byte[] entry)
    {
        Interlocked.Add(ref _bytes, -entry.Length);
        Drop();
    }

    private void Drop()
    {
        _dropped.Add(1);
        Report();
    }

    private void Report()
    {
        if (_dropped.Take() is > 0 and var count)
        {
            Full(count, _delivery.Target);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "the queue to {Target} is full: {Count} entries were dropped")]
    private partial void Full(long count, string target);

    [LoggerMessage(Level = LogLevel.Warning, Message = "delivery to {Target} failed and is tried again: {Reason}")]
    private partial void Retrying(string target, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} entries were not delivered to {Target}: {Reason}")]
    private partial void GivenUp(long count, string target, string reason);
}
