using System.Text.Json.Nodes;
using KongLite.Admin.Crud.Rules;
using KongLite.Admin.Routing;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;

namespace KongLite.Admin.Crud;

/// <summary>
/// Create, replace, change and delete, for every entity alike (Kong: <c>api/endpoints.lua</c>). However many do so at once, on however many nodes, each
/// row ends as if one write came after the other.
/// </summary>
internal sealed class EntityWrites(
    IEntityStore store, EntityInput input, EntityRules rules, EntityViews views, WriteAttempts attempts, SnapshotBarrier barrier)
{
    /// <summary>A new row.</summary>
    public ValueTask<Answer> CreateAsync(EntitySchema schema, AdminRequest request, ParentFilter? parent = null) =>
        AnswerAsync(201, schema, null, request, attempt => TryCreateAsync(schema, attempt, parent));

    /// <summary>A new row, or a new version of an old one.</summary>
    public ValueTask<Answer> UpsertAsync(PathKey key, AdminRequest request, ParentFilter? parent = null) =>
        AnswerAsync(200, key.Schema, key.Row, request, attempt => TryUpsertAsync(key, attempt, parent));

    /// <summary>A new version of a row's parent, or a new parent for a row that has none.</summary>
    /// <param name="schema">The parent's entity.</param>
    /// <param name="child">What names the row.</param>
    /// <param name="field">The row's reference.</param>
    /// <param name="request">The request, whose body describes the parent.</param>
    public ValueTask<Answer> UpsertParentAsync(EntitySchema schema, PathKey child, Field field, AdminRequest request) =>
        AnswerAsync(200, schema, child.Row, request, async attempt =>
            await child.FindAsync(store, attempt.Aborted) is not { } row ? Answer.NotFound
            : child.Schema.Read(row, field.Name) is Guid id ? await TryUpsertAsync(PathKey.Of(schema, id), attempt, null)
            : await TryCreateParentAsync(schema, child.Schema, row, field, attempt));

    /// <summary>A new version of the row that a child names, or a new row for a name that no child has.</summary>
    /// <param name="schema">The row's entity.</param>
    /// <param name="child">What names the child. It is up to the body whether the row gets it.</param>
    /// <param name="field">The child's reference.</param>
    /// <param name="request">The request, whose body describes the row.</param>
    public ValueTask<Answer> UpsertByChildAsync(EntitySchema schema, PathKey child, Field field, AdminRequest request) =>
        AnswerAsync(200, schema, child.Row, request, attempt => TryUpsertByChildAsync(schema, child, field, attempt));

    /// <summary>A change of a row.</summary>
    public ValueTask<Answer> UpdateAsync(PathKey key, AdminRequest request, ParentFilter? parent = null) =>
        AnswerAsync(200, key.Schema, key.Row, request, attempt => TryUpdateAsync(key, attempt, parent));

    /// <summary>The end of a row. At the top level it need not exist.</summary>
    public ValueTask<Answer> DeleteAsync(PathKey key, AdminRequest request, ParentFilter? parent = null) =>
        AnswerAsync(204, key.Schema, key.Row, request, attempt => TryDeleteAsync(key, attempt, parent));

    private static void Adopt(JsonObject body, ParentFilter? parent)
    {
        if (parent is not null)
        {
            body[parent.Field] = Reference(parent.Id);
        }
    }

    private static JsonObject Reference(Guid id) => new() { ["id"] = id.ToString("D") };

    // An id that differs from the one in the path means another row. Behind a name in the path it means nothing.
    private static bool Renames(PathKey key, IEntity current, JsonObject changes)
    {
        if (key.IsName)
        {
            changes.Remove("id");
            return false;
        }

        return Uuids.TryParse(changes["id"].AsText(), out Guid other) && other != current.Id;
    }

    private static string By(PathKey key) => key.IsName ? $" by '{key.Field}'" : string.Empty;

    private static StoreError Unsupported(string what) => StoreError.Unsupported($"{what} when not using a database");

    private async ValueTask<WriteAttempt> TryCreateAsync(EntitySchema schema, AdminRequest request, ParentFilter? parent)
    {
        JsonObject body = input.Read(schema, request);
        Adopt(body, parent);
        StoreResult<IEntity> entity = await input.InsertAsync(schema, body, request.Aborted);
        if (entity.Error is { } error)
        {
            return error;
        }

        if (!store.IsWritable)
        {
            return Unsupported($"cannot create '{schema.Name}' entities");
        }

        return await TryWriteAsync(EntityWrite.Put(WriteKind.Insert, schema, entity.Value), body, request.Aborted);
    }

    private async ValueTask<WriteAttempt> TryUpsertAsync(PathKey key, AdminRequest request, ParentFilter? parent)
    {
        EntitySchema schema = key.Schema;
        JsonObject body = input.Read(schema, request);
        Adopt(body, parent);
        IEntity? current = key.Id is null ? await FindAsync() : null;
        if (key.IsName)
        {
            body[key.Field] = key.Text;
        }
        else if (key.IsNested)
        {
            body.TryAdd(key.Field, key.Text);
        }

        if ((key.Id ?? current?.Id ?? (key.IsNested ? Guid.NewGuid() : null)) is { } id)
        {
            body["id"] = id.ToString("D");
        }

        StoreResult<IEntity> entity = await input.InsertAsync(schema, body, request.Aborted);
        if (entity.Error is { } error)
        {
            return error;
        }

        if (!store.IsWritable)
        {
            return Unsupported($"cannot create or update '{schema.Name}' entities{By(key)}");
        }

        if (key.Id is not null)
        {
            return await TryWriteAsync(EntityWrite.Put(WriteKind.Upsert, schema, entity.Value), body, request.Aborted);
        }

        if (current is not null)
        {
            return await TryWriteAsync(EntityWrite.Put(WriteKind.Update, schema, entity.Value) with { Basis = current }, body, request.Aborted);
        }

        WriteAttempt attempt = await TryWriteAsync(EntityWrite.Put(WriteKind.Insert, schema, entity.Value), body, request.Aborted);
        if (attempt.Error is { Code: ErrorCode.UniqueViolation or ErrorCode.PrimaryKeyViolation } && await FindAsync() is not null)
        {
            // There was none a moment ago: what is taken may be this very key, by a row that is now to be replaced.
            return StoreError.Outdated;
        }

        return attempt.Error is { Code: ErrorCode.PrimaryKeyViolation } ? StoreError.PrimaryKey(new JsonObject { [key.Field] = key.Text }) : attempt;

        // A name may be that of another parent's child, which moves.
        ValueTask<IEntity?> FindAsync() => key.FindAsync(store, request.Aborted, key.IsNested ? parent : null);
    }

    private async ValueTask<WriteAttempt> TryUpsertByChildAsync(EntitySchema schema, PathKey child, Field field, AdminRequest request)
    {
        Guid? parent = await FindAsync();
        WriteAttempt attempt = await TryUpsertAsync(PathKey.Of(schema, parent ?? Guid.NewGuid()), request, null);
        // What is taken may be this very name, by a child that now tells which row is meant.
        return attempt.Error is { Code: ErrorCode.SchemaViolation or ErrorCode.UniqueViolation } && await FindAsync() != parent
            ? StoreError.Outdated
            : attempt;

        async ValueTask<Guid?> FindAsync() =>
            await child.FindAsync(store, request.Aborted) is { } row ? (Guid?)child.Schema.Read(row, field.Name) : null;
    }

    private async ValueTask<WriteAttempt> TryUpdateAsync(PathKey key, AdminRequest request, ParentFilter? parent)
    {
        EntitySchema schema = key.Schema;
        bool lacksType = schema.Name == "plugins" && !request.Body.ContainsKey("name");
        IEntity? current = null;
        if (parent is not null || lacksType)
        {
            current = await key.FindAsync(store, request.Aborted, parent);
            if (current is null)
            {
                return Answer.NotFound;
            }
        }

        if (lacksType)
        {
            // Without its name nobody knows what a plugin's configuration looks like.
            request.Body["name"] = ((Plugin)current!).Name;
        }

        JsonObject changes = input.Read(schema, request);
        if (parent is not null)
        {
            // Known from the path, as what goes with it may need it: a password its consumer. The body may still name another one.
            changes.TryAdd(parent.Field, Reference(parent.Id));
        }

        if (input.CheckOptions(schema, changes) is { } error)
        {
            return error;
        }

        current ??= await key.FindAsync(store, request.Aborted);
        if (current is null || Renames(key, current, changes))
        {
            return key.IsNested ? StoreError.NotFound(current!.Id.ToString("D")) : key.NotFound;
        }

        StoreResult<IEntity> entity = await input.UpdateAsync(schema, current, changes, request.Aborted);
        if (entity.Error is { } refusal)
        {
            return refusal;
        }

        if (!store.IsWritable)
        {
            return Unsupported($"cannot update '{schema.Name}' entities{By(key)}");
        }

        EntityWrite write = EntityWrite.Put(WriteKind.Update, schema, entity.Value) with { Basis = current };
        return await TryWriteAsync(write, changes, request.Aborted, isChange: true);
    }

    private async ValueTask<WriteAttempt> TryDeleteAsync(PathKey key, AdminRequest request, ParentFilter? parent)
    {
        if (await key.FindAsync(store, request.Aborted, parent) is not { } current)
        {
            return parent is null ? Answer.NoContent : Answer.NotFound;
        }

        if (!store.IsWritable)
        {
            return Unsupported($"cannot remove '{key.Schema.Name}' entities{By(key)}");
        }

        if (await rules.Of(key.Schema).CheckDeleteAsync(current, request.Aborted) is { } refusal)
        {
            return refusal;
        }

        // The row as it was found: by now another one may have the name, or the row another parent.
        EntityWrite write = EntityWrite.Delete(key.Schema, current.Id) with { Basis = current };
        return WriteAttempt.Of(null, await store.WriteAsync([write], CancellationToken.None));
    }

    private async ValueTask<WriteAttempt> TryCreateParentAsync(
        EntitySchema schema, EntitySchema childSchema, IEntity child, Field field, AdminRequest request)
    {
        Guid id = Guid.NewGuid();
        JsonObject body = input.Read(schema, request);
        body["id"] = id.ToString("D");
        StoreResult<IEntity> parent = await input.InsertAsync(schema, body, request.Aborted);
        if (parent.Error is { } error)
        {
            return error;
        }

        // Before the parent is stored: a child that refuses it should not leave it behind.
        StoreResult<IEntity> linked = await input.UpdateAsync(childSchema, child, new JsonObject { [field.Name] = Reference(id) }, request.Aborted);
        if (linked.Error is { } refusal)
        {
            return refusal;
        }

        if (!store.IsWritable)
        {
            return Unsupported($"cannot create or update '{schema.Name}' entities");
        }

        Companions companions = await rules.Of(schema).CompanionsAsync(parent.Value, body, isChange: false, request.Aborted);
        EntityWrite link = EntityWrite.Put(WriteKind.Update, childSchema, linked.Value) with { Basis = child };
        return WriteAttempt.Of(
            parent.Value,
            await store.WriteAsync([.. companions.With(EntityWrite.Put(WriteKind.Insert, schema, parent.Value)), link], CancellationToken.None));
    }

    private async ValueTask<WriteAttempt> TryWriteAsync(EntityWrite write, JsonObject given, CancellationToken cancellationToken, bool isChange = false)
    {
        IEntity row = write.Entity!;
        Companions companions = await rules.Of(write.Schema).CompanionsAsync(row, given, isChange, cancellationToken);
        return WriteAttempt.Of(row, await store.WriteAsync(companions.With(write), CancellationToken.None));
    }

    private async ValueTask<Answer> AnswerAsync(
        int status, EntitySchema schema, object? turn, AdminRequest request, Func<AdminRequest, ValueTask<WriteAttempt>> attempt)
    {
        WriteAttempt last = await attempts.RunAsync(turn, request, attempt);
        if (last.Refusal is { } refusal)
        {
            return refusal;
        }

        await barrier.WaitAsync(last.Version);
        return last.Row is { } row ? new Answer(status, await views.ShowAsync(schema, row, request.Aborted)) : new Answer(status);
    }
}
