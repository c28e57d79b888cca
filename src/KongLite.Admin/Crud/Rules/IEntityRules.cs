using System.Text.Json.Nodes;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;

namespace KongLite.Admin.Crud.Rules;

/// <summary>What an entity asks for beyond its schema: what Kong has a <c>db/dao/*.lua</c> of its own for.</summary>
internal interface IEntityRules
{
    /// <summary>The entity.</summary>
    EntitySchema Schema { get; }

    /// <summary>Checks a complete body, whose references are resolved, before its schema does.</summary>
    ValueTask<StoreError?> CheckAsync(JsonObject body, CancellationToken cancellationToken) => ValueTask.FromResult<StoreError?>(null);

    /// <summary>Checks a change, whose references are resolved, before its schema does.</summary>
    ValueTask<StoreError?> CheckAsync(IEntity current, JsonObject changes, CancellationToken cancellationToken) =>
        ValueTask.FromResult<StoreError?>(null);

    /// <summary>Writes to other rows that happen together with the write of a row.</summary>
    /// <param name="row">The row as it will be.</param>
    /// <param name="given">What the request gives of it.</param>
    /// <param name="isChange">True for a change, which leaves alone what it does not give.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<Companions> CompanionsAsync(IEntity row, JsonObject given, bool isChange, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Companions.None);

    /// <summary>Why a row may not go; null: it may.</summary>
    ValueTask<StoreError?> CheckDeleteAsync(IEntity row, CancellationToken cancellationToken) => ValueTask.FromResult<StoreError?>(null);

    /// <summary>Adds to answers what other rows tell of these.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="answers">An answer for each.</param>
    /// <param name="mayLag">True when the other rows may be a little behind, as those of a list.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask ShowAsync(IReadOnlyList<IEntity> rows, IReadOnlyList<JsonObject> answers, bool mayLag, CancellationToken cancellationToken) =>
        ValueTask.CompletedTask;
}
