namespace KongLite.Plugins.Shared.Delivery;

/// <summary>How entries wait and are tried again.</summary>
internal sealed record DeliverySettings
{
    /// <summary>How many entries go at a time, at most.</summary>
    public int MaxBatchSize { get; init; } = 1;

    /// <summary>How long an entry waits for its batch to fill.</summary>
    public TimeSpan CoalescingDelay { get; init; }

    /// <summary>How many entries may wait.</summary>
    public int MaxEntries { get; init; } = 10000;

    /// <summary>How many bytes the waiting entries may have together.</summary>
    public long MaxBytes { get; init; } = DeliveryQueue.DefaultMaxBytes;

    /// <summary>How long a batch is tried again after its first failure; zero and less: not at all.</summary>
    public TimeSpan MaxRetryTime { get; init; }

    /// <summary>Time before the second try; it doubles with each further one.</summary>
    public TimeSpan InitialRetryDelay { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>Longest time between two tries.</summary>
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether each entry goes at once, also beside others.</summary>
    public bool IsUnqueued { get; init; }

    /// <summary>What a plugin is configured with.</summary>
    /// <param name="queue">The configuration.</param>
    /// <param name="queueSize">The old name of the batch size; 1 and null: it says nothing.</param>
    /// <param name="flushTimeout">The old name of the coalescing delay in seconds; 2 and null: it says nothing.</param>
    public static DeliverySettings Of(QueueConfig queue, int? queueSize = null, double? flushTimeout = null) => new()
    {
        MaxBatchSize = Math.Max(1, queueSize is null or 1 ? queue.MaxBatchSize ?? 1 : queueSize.Value),
        CoalescingDelay = Seconds(flushTimeout is null or 2 ? queue.MaxCoalescingDelay ?? 1 : flushTimeout.Value),
        MaxEntries = queue.MaxEntries ?? 10000,
        MaxBytes = queue.MaxBytes ?? DeliveryQueue.DefaultMaxBytes,
        MaxRetryTime = Seconds(queue.MaxRetryTime ?? 60),
        InitialRetryDelay = Seconds(queue.InitialRetryDelay ?? 0.01),
        MaxRetryDelay = Seconds(queue.MaxRetryDelay ?? 60),
        IsUnqueued = queue.ConcurrencyLimit == -1,
    };

    // A timer of the runtime takes up to some seven weeks; a day is long for all of these.
    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(Math.Clamp(seconds, -1, 86400));
}
