using System.Text.Json.Nodes;
using KongLite.Admin.Routing;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Constraints;
using KongLite.Sdk.Storage;

namespace KongLite.Admin.Crud;

/// <summary>What a path names an entity by: its id, a value of its endpoint key or, below a parent, of its nested key.</summary>
/// <param name="Schema">The entity.</param>
/// <param name="Text">The value as given, decoded.</param>
/// <param name="Id">The id; null: the value is that of <see cref="Field"/>.</param>
internal readonly record struct PathKey(EntitySchema Schema, string Text, Guid? Id)
{
    /// <summary>True when the value is that of the <see cref="EntitySchema.NestedKey"/>. Kong looks its id up and goes on with that.</summary>
    public bool IsNested { get; private init; }

    /// <summary>True when the value is that of the endpoint key.</summary>
    public bool IsName => Id is null && !IsNested;

    /// <summary>The field that has the value; meaningless with an id.</summary>
    public string Field => IsNested ? Schema.NestedKey! : Schema.EndpointKey!;

    /// <summary>What writes by this key take turns about.</summary>
    public object Row => Id is { } id ? id : (Schema.Name, Text);

    /// <summary>The key as messages show it, with an id as it was given.</summary>
    public StoreError NotFound => Id is null ? StoreError.NotFoundBy(Field, Text) : StoreError.NotFound(Text);

    /// <summary>A key that is an id.</summary>
    public static PathKey Of(EntitySchema schema, Guid id) => new(schema, id.ToString("D"), id);

    /// <summary>A key that is a value of the nested key.</summary>
    public static PathKey Nested(EntitySchema schema, string text) => new(schema, text, null) { IsNested = true };

    /// <summary>Reads a path segment: what looks like an id is one, anything else has to be a possible value of the endpoint key.</summary>
    /// <returns>Why the segment names nothing, code 1 or 10; null: it does.</returns>
    public static StoreError? Read(EntitySchema schema, PathSegment segment, out PathKey key)
    {
        string text = segment.Text;
        key = new PathKey(schema, text, Uuids.TryParse(text, out Guid id) ? id : null);
        if (key.Id is not null)
        {
            return null;
        }

        if (schema.EndpointKey is not { } field)
        {
            return StoreError.InvalidPrimaryKey();
        }

        return Check(schema.Record.Find(field)!, text) is { } error ? StoreError.InvalidUnique(field, error) : null;
    }

    /// <summary>The row that the key names, or null.</summary>
    /// <param name="store">Where it is.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="parent">Only when it is a child of this row; null: of any, unless the key is nested.</param>
    public async ValueTask<IEntity?> FindAsync(IEntityStore store, CancellationToken cancellationToken, ParentFilter? parent = null)
    {
        if (IsNested)
        {
            return Utf8Text.Check(Text) is null ? await store.FindChildAsync(Schema, parent!, Field, Text, cancellationToken) : null;
        }

        IEntity? row = Id is { } id
            ? await store.FindAsync(Schema, id, cancellationToken)
            : await store.FindByAsync(Schema, Field, Text, cancellationToken);
        return row is null || parent is null || (Schema.Read(row, parent.Field) is Guid owner && owner == parent.Id) ? row : null;
    }

    /// <summary>Why a text cannot be a value of a field; null: it can.</summary>
    public static string? Check(Field field, string text)
    {
        if (Utf8Text.Check(text) is { } broken)
        {
            return broken;
        }

        JsonValue value = JsonValue.Create(text);
        foreach (ConstraintAttribute rule in field.Constraints)
        {
            if (rule.Check(value) is { } error)
            {
                return error;
            }
        }

        return null;
    }
}
