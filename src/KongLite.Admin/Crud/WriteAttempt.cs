using KongLite.Sdk.Entities;
using KongLite.Sdk.Storage;

namespace KongLite.Admin.Crud;

/// <summary>What one attempt to write came to.</summary>
internal readonly record struct WriteAttempt
{
    /// <summary>The error that it failed with; null: it did not, or the answer is not one of the store's errors.</summary>
    public StoreError? Error { get; private init; }

    /// <summary>The answer when nothing was written; null: it was.</summary>
    public Answer? Refusal { get; private init; }

    /// <summary>The row as it is now; null: it is gone.</summary>
    public IEntity? Row { get; private init; }

    /// <summary>The version of the change feed that includes the write.</summary>
    public long Version { get; private init; }

    /// <summary>What the store has made of a write.</summary>
    /// <param name="row">The row as it will be; null: it goes.</param>
    /// <param name="stored">The store's result.</param>
    public static WriteAttempt Of(IEntity? row, StoreResult<bool> stored) =>
        stored.Error is { } error ? error : new WriteAttempt { Row = row, Version = stored.Version };

    /// <summary>An attempt that ended with an error.</summary>
    public static implicit operator WriteAttempt(StoreError error) => new() { Error = error, Refusal = error };

    /// <summary>An attempt that had nothing to write.</summary>
    public static implicit operator WriteAttempt(Answer answer) => new() { Refusal = answer };
}
