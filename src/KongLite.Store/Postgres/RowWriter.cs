using System.Text.Json.Nodes;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace KongLite.Store.Postgres;

/// <summary>Writes within one transaction, each of which sees those before it.</summary>
/// <param name="tables">The tables.</param>
/// <param name="context">The transaction's context.</param>
/// <param name="workspace">Id of the workspace.</param>
internal sealed class RowWriter(PostgresTables tables, KongDbContext context, Guid workspace)
{
    /// <summary>Does one write.</summary>
    /// <returns>Whether a row was written or removed, or why not; after a failure the transaction is only good for being rolled back.</returns>
    /// <exception cref="PostgresException">The database refuses for a reason that is not the input's; perhaps wrapped by EF.</exception>
    public async Task<StoreResult<bool>> ApplyAsync(EntityWrite write, CancellationToken cancellationToken)
    {
        RowLayout layout = tables.Of(write.Schema);
        try
        {
            // Others who write the row wait here, so that each change is made of the one before.
            Dictionary<string, object?>? current = write.Basis is null && write.Kind is WriteKind.Insert or WriteKind.Delete
                ? null
                : await LockAsync(layout, write.Id, cancellationToken);
            if ((write.Basis is { } basis && !IsCurrent(layout, current, basis))
                || (write.Children is { } known && !await AreCurrentAsync(write.Id, known, cancellationToken)))
            {
                return StoreError.Outdated;
            }

            return write.Kind switch
            {
                WriteKind.Insert => await InsertAsync(layout, write.Entity!, cancellationToken),
                WriteKind.Upsert when current is null => await InsertAsync(layout, write.Entity!, cancellationToken),
                WriteKind.Delete => await DeleteAsync(layout, write.Id, cancellationToken),
                WriteKind.Update when current is null || IsOver(layout, current) => StoreError.NotFound(write.Id.ToString("D")),
                _ => await ReplaceAsync(layout, current!, write.Entity!, cancellationToken),
            };
        }
        catch (Exception error) when (PostgresErrors.RefusalIn(error) is { } refusal && Meaning(refusal, layout, write.Entity) is { } meaning)
        {
            return meaning;
        }
        finally
        {
            context.ChangeTracker.Clear();
        }
    }

    private StoreError? Meaning(PostgresException refusal, RowLayout layout, IEntity? entity) =>
        tables.Errors.Of(refusal, layout, entity) ?? PostgresErrors.UnstorableValue(refusal);

    private async Task<StoreResult<bool>> InsertAsync(RowLayout layout, IEntity entity, CancellationToken cancellationToken)
    {
        context.Rows(layout).Add(RowBinder.ToRow(layout, entity, workspace));
        await context.SaveChangesAsync(cancellationToken);
        return new StoreResult<bool>(true, null);
    }

    private async Task<Dictionary<string, object?>?> LockAsync(RowLayout layout, Guid id, CancellationToken cancellationToken)
    {
        List<Dictionary<string, object?>> found = await context.Rows(layout).FromSqlRaw(layout.LockStatement, id).ToListAsync(cancellationToken);
        return found is [var row] ? row : null;
    }

    private async Task<StoreResult<bool>> ReplaceAsync(
        RowLayout layout, Dictionary<string, object?> current, IEntity entity, CancellationToken cancellationToken)
    {
        // Only what differs is written.
        foreach ((string column, object? value) in RowBinder.ToRow(layout, entity, workspace))
        {
            current[column] = value;
        }

        await context.SaveChangesAsync(cancellationToken);
        return new StoreResult<bool>(true, null);
    }

    private async Task<StoreResult<bool>> DeleteAsync(RowLayout layout, Guid id, CancellationToken cancellationToken)
    {
        foreach ((RowLayout child, Field field) in tables.DeletedWith(layout))
        {
            await context.Rows(child).Below(new ParentFilter(field.Name, id)).ExecuteDeleteAsync(cancellationToken);
        }

        int deleted = await context.Rows(layout).Live(layout).WithId(id).ExecuteDeleteAsync(cancellationToken);
        return new StoreResult<bool>(deleted > 0, null);
    }

    // Whoever else makes a write depend on these children waits for the parent, which is locked, and reads them after this transaction.
    private async Task<bool> AreCurrentAsync(Guid parent, KnownChildren known, CancellationToken cancellationToken)
    {
        RowLayout layout = tables.Of(known.Schema);
        Dictionary<Guid, IEntity> read = known.Rows.ToDictionary(row => row.Id);
        List<Dictionary<string, object?>> children =
            await context.Rows(layout).AsNoTracking().Live(layout).Below(new ParentFilter(known.Field, parent)).ToListAsync(cancellationToken);
        return children.Count == read.Count
            && children.All(row => read.TryGetValue((Guid)row[RowLayout.Id]!, out IEntity? basis) && IsCurrent(layout, row, basis));
    }

    private static bool IsOver(RowLayout layout, Dictionary<string, object?> row) =>
        layout.Schema.Ttl && row[RowLayout.Ttl] is DateTime expiry && expiry.ToUniversalTime() <= DateTime.UtcNow;

    private static bool IsCurrent(RowLayout layout, Dictionary<string, object?>? row, IEntity basis) =>
        row is not null
        && !IsOver(layout, row)
        && JsonNode.DeepEquals(layout.Schema.ToJson(RowBinder.Read(layout, row), default), layout.Schema.ToJson(basis, default));
}
