using KongLite.Sdk.Schema.Constraints;

namespace KongLite.Plugins.Shared;

/// <summary>How entries wait for delivery, and what happens when it fails.</summary>
internal sealed record QueueConfig
{
    /// <summary>How many entries are delivered at a time, at most.</summary>
    [Between(1, 1000000)]
    public int? MaxBatchSize { get; init; } = 1;

    /// <summary>How long an entry may wait for its batch to fill, in seconds.</summary>
    [Between(0, 3600)]
    public double? MaxCoalescingDelay { get; init; } = 1;

    /// <summary>How many entries may wait; beyond it the oldest are dropped.</summary>
    [Between(1, 1000000)]
    public int? MaxEntries { get; init; } = 10000;

    /// <summary>How many bytes the waiting entries may have together; beyond it the oldest are dropped. Null: any number.</summary>
    public long? MaxBytes { get; init; }

    /// <summary>How long a batch is tried again after its first failure, in seconds; then it is dropped. 0 and less: not at all.</summary>
    public double? MaxRetryTime { get; init; } = 60;

    /// <summary>Time before the second try, in seconds. It doubles with each further one.</summary>
    [Between(0.001, 1000000)]
    public double? InitialRetryDelay { get; init; } = 0.01;

    /// <summary>Longest time between two tries, in seconds.</summary>
    [Between(0.001, 1000000)]
    public double? MaxRetryDelay { get; init; } = 60;

    /// <summary>How many batches are under way at a time: 1, or -1 for one delivery an entry without a queue.</summary>
    [OneOf(-1, 1)]
    public int? ConcurrencyLimit { get; init; } = 1;
}
