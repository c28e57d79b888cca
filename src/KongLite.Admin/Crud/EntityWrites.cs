using System.Text.Json.Nodes;
using KongLite.Admin.Crud.Rules;
using KongLite.Admin.Routing;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;
using Microsoft.AspNetCore.Http;

namespace KongLite.Admin.Crud;

/// <summary>Create, replace, change and delete, for every entity alike (Kong: <c>api/endpoints.lua</c>).</summary>
internal sealed class EntityWrites(IEntityStore store, EntityInput input, EntityRules rules, EntityViews views, WriteTurns turns, SnapshotBarrier barrier)
{
    /// <summary>A new row.</summary>
    public async ValueTask<Answer> CreateAsync(EntitySchema schema, AdminRequest request, ParentFilter? parent = null)
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

        return await WriteAsync(201, WriteKind.Insert, schema, entity.Value, body, request);
    }

    /// <summary>A new row, or a new version of an old one.</summary>
    public async ValueTask<Answer> UpsertAsync(PathKey key, AdminRequest request, ParentFilter? parent = null)
    {
        EntitySchema schema = key.Schema;
        JsonObject body = input.Read(schema, request);
        Adopt(body, parent);
        using WriteTurns.Turn turn = await turns.TakeAsync(key.Id is { } known ? known : (schema.Name, key.Text), request.Aborted);
        IEntity? current = null;
        if (key.Id is null)
        {
            body[key.Field] = key.Text;
            current = await key.FindAsync(store, request.Aborted);
        }

        if ((key.Id ?? current?.Id) is { } id)
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

        WriteKind kind = key.Id is not null || current is not null ? WriteKind.Upsert : WriteKind.Insert;
        return await WriteAsync(200, kind, schema, entity.Value, body, request, error => error.Code == ErrorCode.PrimaryKeyViolation
            ? StoreError.PrimaryKey(new JsonObject { [key.Field] = key.Text })
            : error);
    }

    /// <summary>A change of a row.</summary>
    public async ValueTask<Answer> UpdateAsync(PathKey key, AdminRequest request, ParentFilter? parent = null)
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
            changes.TryAdd(parent.Field, Reference(parent));
        }

        if (input.CheckOptions(schema, changes) is { } error)
        {
            return error;
        }

        current ??= await key.FindAsync(store, request.Aborted);
        if (current is null || Renames(key, changes))
        {
            return key.NotFound;
        }

        // As it is when its turn has come: what others have changed meanwhile stays.
        using WriteTurns.Turn turn = await turns.TakeAsync(current.Id, request.Aborted);
        current = await store.FindAsync(schema, current.Id, request.Aborted);
        if (current is null)
        {
            return key.NotFound;
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

        return await WriteAsync(
            200, WriteKind.Update, schema, entity.Value, changes, request, error => error.Code == ErrorCode.NotFound ? key.NotFound : error);
    }

    /// <summary>The end of a row. At the top level it need not exist.</summary>
    public async ValueTask<Answer> DeleteAsync(PathKey key, AdminRequest request, ParentFilter? parent = null)
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

        StoreResult<bool> deleted = await store.DeleteAsync(key.Schema, current.Id, CancellationToken.None);
        if (deleted.Error is { } error)
        {
            return error;
        }

        await barrier.WaitAsync(deleted.Version);
        return Answer.NoContent;
    }

    /// <summary>A new parent for a row that has none.</summary>
    /// <param name="schema">The parent's entity.</param>
    /// <param name="childSchema">The row's entity.</param>
    /// <param name="child">The row.</param>
    /// <param name="field">The row's reference.</param>
    /// <param name="request">The request, whose body describes the parent.</param>
    public async ValueTask<Answer> CreateParentAsync(EntitySchema schema, EntitySchema childSchema, IEntity child, Field field, AdminRequest request)
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
        var link = new JsonObject { [field.Name] = new JsonObject { ["id"] = id.ToString("D") } };
        StoreResult<IEntity> linked = await input.UpdateAsync(childSchema, child, link, request.Aborted);
        if (linked.Error is { } refusal)
        {
            return refusal;
        }

        if (!store.IsWritable)
        {
            return Unsupported($"cannot create or update '{schema.Name}' entities");
        }

        IReadOnlyList<EntityWrite> companions = await rules.Of(schema).CompanionsAsync(parent.Value, body, isChange: false, request.Aborted);
        StoreResult<bool> stored = await store.WriteAsync(
            [EntityWrite.Put(WriteKind.Insert, schema, parent.Value), .. companions, EntityWrite.Put(WriteKind.Update, childSchema, linked.Value)],
            CancellationToken.None);
        if (stored.Error is { } conflict)
        {
            return conflict;
        }

        await barrier.WaitAsync(stored.Version);
        return Answer.Ok(await views.ShowAsync(schema, parent.Value, request.Aborted));
    }

    private static void Adopt(JsonObject body, ParentFilter? parent)
    {
        if (parent is not null)
        {
            body[parent.Field] = Reference(parent);
        }
    }

    private static JsonObject Reference(ParentFilter parent) => new() { ["id"] = parent.Id.ToString("D") };

    // An id that differs from the one in the path means another row. Behind a name in the path it means nothing.
    private static bool Renames(PathKey key, JsonObject changes)
    {
        if (key.Id is { } id)
        {
            return Uuids.TryParse(changes["id"].AsText(), out Guid other) && other != id;
        }

        changes.Remove("id");
        return false;
    }

    private static string By(PathKey key) => key.Id is null ? $" by '{key.Field}'" : string.Empty;

    private static Answer Unsupported(string what) => StoreError.Unsupported($"{what} when not using a database");

    private async ValueTask<Answer> WriteAsync(
        int status,
        WriteKind kind,
        EntitySchema schema,
        IEntity row,
        JsonObject given,
        AdminRequest request,
        Func<StoreError, StoreError>? inPath = null)
    {
        bool isChange = HttpMethods.IsPatch(request.Context.Request.Method);
        IReadOnlyList<EntityWrite> companions = await rules.Of(schema).CompanionsAsync(row, given, isChange, request.Aborted);
        StoreResult<bool> stored = await store.WriteAsync([EntityWrite.Put(kind, schema, row), .. companions], CancellationToken.None);
        if (stored.Error is { } error)
        {
            return inPath?.Invoke(error) ?? error;
        }

        await barrier.WaitAsync(stored.Version);
        return new Answer(status, await views.ShowAsync(schema, row, request.Aborted));
    }
}
