using KongLite.Sdk.Storage;

namespace KongLite.Store.Memory;

/// <summary>A write that waits for its turn, and whoever waits for its answer.</summary>
internal interface IPendingWrite
{
    /// <summary>Does the write.</summary>
    void Apply(StoreEdit edit);

    /// <summary>Answers: it is on disk, or it was refused.</summary>
    void Answer(long version);

    /// <summary>Answers that it could not be saved.</summary>
    void Fail(StoreError error);

    /// <summary>Passes a bug on to who asked for the write.</summary>
    void Throw(Exception error);
}

/// <inheritdoc/>
/// <typeparam name="T">What the write gives.</typeparam>
internal sealed class PendingWrite<T>(Func<StoreEdit, StoreResult<T>> change) : IPendingWrite
{
    private readonly TaskCompletionSource<StoreResult<T>> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private StoreResult<T> _result;

    public Task<StoreResult<T>> Answered => _answer.Task;

    public void Apply(StoreEdit edit) => _result = change(edit);

    public void Answer(long version) => _answer.TrySetResult(_result with { Version = version });

    public void Fail(StoreError error) => _answer.TrySetResult(error);

    public void Throw(Exception error) => _answer.TrySetException(error);
}
