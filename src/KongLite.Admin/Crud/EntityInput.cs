using System.Text.Json.Nodes;
using KongLite.Admin.Crud.Rules;
using KongLite.Admin.Routing;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;

namespace KongLite.Admin.Crud;

/// <summary>Makes entities of request bodies, with Kong's order of checks.</summary>
internal sealed class EntityInput(SchemaProcessor processor, ForeignKeyResolver references, EntityRules rules)
{
    /// <summary>The body, typed by the schema when it was a form.</summary>
    public JsonObject Read(EntitySchema schema, AdminRequest request)
    {
        if (request.IsForm)
        {
            processor.Infer(schema, request.Body);
        }

        return request.Body;
    }

    /// <summary>The entity that a complete body describes.</summary>
    public async ValueTask<StoreResult<IEntity>> InsertAsync(EntitySchema schema, JsonObject body, CancellationToken cancellationToken)
    {
        if (CheckOptions(schema, body) is { } error
            || (error = await references.ResolveAsync(schema, body, cancellationToken)) is not null
            || (error = await rules.Of(schema).CheckAsync(body, cancellationToken)) is not null)
        {
            return error;
        }

        return Result(processor.Insert(schema, body));
    }

    /// <summary>What is wrong with a body before anything is looked up: a lifetime out of range, a shorthand.</summary>
    public StoreError? CheckOptions(EntitySchema schema, JsonObject body)
    {
        if (schema.Ttl && body["ttl"].AsNumber() is { } ttl && (ttl != Math.Floor(ttl) || ttl is < 0 or > TtlOption.Longest))
        {
            return StoreError.InvalidOption("ttl", TtlOption.Error);
        }

        return processor.ExpandShorthands(schema, body) is { } errors ? StoreError.Schema(errors) : null;
    }

    /// <summary>The entity that a change, whose options were checked, makes of the current one.</summary>
    public async ValueTask<StoreResult<IEntity>> UpdateAsync(
        EntitySchema schema, IEntity current, JsonObject changes, CancellationToken cancellationToken)
    {
        foreach (Field field in schema.Record.Fields)
        {
            // Ids and times cannot be unset.
            bool isFixed = field.Auto is not null && (field.Uuid || field.Type != FieldType.String);
            if (isFixed && changes[field.Name] is null)
            {
                changes.Remove(field.Name);
            }
        }

        if (await references.ResolveAsync(schema, changes, cancellationToken) is { } error
            || (error = await rules.Of(schema).CheckAsync(current, changes, cancellationToken)) is not null)
        {
            return error;
        }

        return Result(processor.Update(schema, current, changes));
    }

    private static StoreResult<IEntity> Result(SchemaResult result) =>
        result.Errors is { } errors ? StoreError.Schema(errors) : new StoreResult<IEntity>(result.Entity!, null);
}
