using System.Data;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;
using KongLite.Store.Memory;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace KongLite.Store.Postgres;

/// <summary>Rows in Kong's tables. The database keeps keys, references and cascades; each call is one statement or one transaction.</summary>
/// <remarks>Throws <see cref="StoreException"/> when the database cannot be asked.</remarks>
internal sealed class PostgresStore(KongDatabase database, PostgresChangeFeed feed) : IEntityStore
{
    // Enough for many writers of one row; each try ends as soon as another writer has ended.
    private const int MostTries = 10;

    private readonly PostgresTables _tables = database.Tables;
    private readonly TagQuery _tags = new(database.Tables.Layouts);

    public bool IsWritable => true;

    public ValueTask<IEntity?> FindAsync(EntitySchema schema, Guid id, CancellationToken cancellationToken) =>
        FirstAsync(schema, rows => rows.WithId(id), cancellationToken);

    public ValueTask<IEntity?> FindByAsync(EntitySchema schema, string field, string value, CancellationToken cancellationToken) =>
        FirstAsync(schema, rows => rows.With(field, value), cancellationToken, value);

    public ValueTask<IEntity?> FindChildAsync(
        EntitySchema schema, ParentFilter parent, string field, string value, CancellationToken cancellationToken) =>
        FirstAsync(schema, rows => rows.Below(parent).With(field, value), cancellationToken, value);

    public async ValueTask<StoreResult<Page>> ListAsync(EntitySchema schema, PageRequest request, CancellationToken cancellationToken)
    {
        Guid? after = null;
        if (request.Offset is { } token)
        {
            if (PageToken.Read(token, out Guid last) is { } reason)
            {
                return StoreError.InvalidOffset(token, reason);
            }

            after = last;
        }

        RowLayout layout = _tables.Of(schema);
        if (request.Tags is { } tags && (!layout.HasTags || !tags.Tags.All(StorableText.Is)))
        {
            return new StoreResult<Page>(new Page([], null), null);
        }

        List<Dictionary<string, object?>> rows = request.MayLag ? await database.AskReplicaAsync(ReadAsync) : await database.AskAsync(ReadAsync);
        IEntity[] found = [.. rows.Take(request.Size).Select(row => RowBinder.Read(layout, row))];
        return new StoreResult<Page>(new Page(found, rows.Count > request.Size ? PageToken.Of(found[^1].Id) : null), null);

        Task<List<Dictionary<string, object?>>> ReadAsync(KongDbContext context)
        {
            IQueryable<Dictionary<string, object?>> asked = context.Rows(layout).AsNoTracking().Live(layout);
            asked = request.Parent is { } parent ? asked.Below(parent) : asked;
            asked = request.Tags is { } filter ? asked.Tagged(filter) : asked;
            return asked.After(after).Take(request.Size + 1).ToListAsync(cancellationToken);
        }
    }

    public async ValueTask<IReadOnlyList<IEntity>> ListChildrenAsync(
        EntitySchema schema, string field, IReadOnlyCollection<Guid> parents, CancellationToken cancellationToken, bool mayLag = false)
    {
        if (parents.Count == 0)
        {
            return [];
        }

        RowLayout layout = _tables.Of(schema);
        Guid[] ids = [.. parents];
        List<Dictionary<string, object?>> rows = mayLag ? await database.AskReplicaAsync(ReadAsync) : await database.AskAsync(ReadAsync);
        return [.. rows.Select(row => RowBinder.Read(layout, row))];

        Task<List<Dictionary<string, object?>>> ReadAsync(KongDbContext context) =>
            context.Rows(layout).AsNoTracking().Live(layout).Below(field, ids).After(null).ToListAsync(cancellationToken);
    }

    public async ValueTask<StoreResult<TagPage>> ListTagsAsync(TagRequest request, CancellationToken cancellationToken)
    {
        TagPlace? after = null;
        if (request.Offset is { } token && TagPlace.Read(token, out after) is { } error)
        {
            return error;
        }

        if (request.Tag is { } tag && !StorableText.Is(tag))
        {
            return new StoreResult<TagPage>(new TagPage([], null), null);
        }

        List<StoredTag> found = request.MayLag ? await database.AskReplicaAsync(ReadAsync) : await database.AskAsync(ReadAsync);
        RowTag[] page = [.. found.Take(request.Size).Select(each => new RowTag(each.Table, each.Id, each.Tag))];
        string? next = found.Count > request.Size ? found[request.Size - 1].Place.ToString() : null;
        return new StoreResult<TagPage>(new TagPage(page, next), null);

        Task<List<StoredTag>> ReadAsync(KongDbContext context) =>
            _tags.ReadAsync(context, request.Tag, after ?? default, request.Size + 1, cancellationToken);
    }

    public ValueTask<StoreResult<IEntity>> InsertAsync(EntitySchema schema, IEntity entity, CancellationToken cancellationToken) =>
        PutAsync(WriteKind.Insert, schema, entity, cancellationToken);

    public ValueTask<StoreResult<IEntity>> UpdateAsync(EntitySchema schema, IEntity entity, CancellationToken cancellationToken) =>
        PutAsync(WriteKind.Update, schema, entity, cancellationToken);

    public ValueTask<StoreResult<IEntity>> UpsertAsync(EntitySchema schema, IEntity entity, CancellationToken cancellationToken) =>
        PutAsync(WriteKind.Upsert, schema, entity, cancellationToken);

    public ValueTask<StoreResult<bool>> DeleteAsync(EntitySchema schema, Guid id, CancellationToken cancellationToken) =>
        WriteAsync([EntityWrite.Delete(schema, id)], cancellationToken);

    /// <inheritdoc/>
    /// <remarks>The value is whether the last write found or made a row.</remarks>
    public async ValueTask<StoreResult<bool>> WriteAsync(IReadOnlyList<EntityWrite> writes, CancellationToken cancellationToken)
    {
        for (int tries = 1; ; tries++)
        {
            try
            {
                StoreResult<bool> result = await database.AskAsync(context => TryAsync(context, writes, cancellationToken));

                // Somebody inserted the row after this transaction had found none: now there is one to replace.
                if (result.Error is not { Code: ErrorCode.PrimaryKeyViolation } || tries == MostTries || !writes.Any(write => write.Kind == WriteKind.Upsert))
                {
                    return result.Error is null ? result with { Version = feed.Announce() } : result;
                }
            }
            catch (StoreException error) when (tries < MostTries && PostgresErrors.IsRace(error))
            {
                // The database has ended this transaction so that another one could go on.
            }
        }
    }

    private async Task<StoreResult<bool>> TryAsync(KongDbContext context, IReadOnlyList<EntityWrite> writes, CancellationToken cancellationToken)
    {
        Guid workspace = await database.WorkspaceAsync(context, cancellationToken);

        // A failed write ends the transaction; nothing ever returns to a savepoint.
        context.Database.AutoSavepointsEnabled = false;
        await using IDbContextTransaction transaction = await context.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        var writer = new RowWriter(_tables, context, workspace);
        StoreResult<bool> result = new(true, null);
        foreach (EntityWrite write in writes)
        {
            result = await writer.ApplyAsync(write, cancellationToken);
            if (result.Error is not null)
            {
                return result;
            }
        }

        await transaction.CommitAsync(cancellationToken);
        return result;
    }

    private async ValueTask<StoreResult<IEntity>> PutAsync(WriteKind kind, EntitySchema schema, IEntity entity, CancellationToken cancellationToken)
    {
        StoreResult<bool> written = await WriteAsync([EntityWrite.Put(kind, schema, entity)], cancellationToken);
        return new StoreResult<IEntity>(entity, written.Error, written.Version);
    }

    private async ValueTask<IEntity?> FirstAsync(
        EntitySchema schema,
        Func<IQueryable<Dictionary<string, object?>>, IQueryable<Dictionary<string, object?>>> filter,
        CancellationToken cancellationToken,
        string? text = null)
    {
        if (text is not null && !StorableText.Is(text))
        {
            return null;
        }

        RowLayout layout = _tables.Of(schema);
        Dictionary<string, object?>? row = await database.AskAsync(
            context => filter(context.Rows(layout).AsNoTracking().Live(layout)).FirstOrDefaultAsync(cancellationToken));
        return row is null ? null : RowBinder.Read(layout, row);
    }
}
