using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;

namespace KongLite.Gateway.Lookup;

/// <summary>Asks the store for the rows of one entity.</summary>
internal sealed class RowSource(EntitySchema schema, IEntityStore store)
{
    /// <summary>The row, or null; for the rows below a parent an array of the entity's record.</summary>
    public async ValueTask<object?> AskAsync(LookupKey key, CancellationToken cancellationToken) => key switch
    {
        { Field: null } => await store.FindAsync(schema, key.Id, cancellationToken),
        { Value: { } value } => await store.FindByAsync(schema, key.Field, value, cancellationToken),
        _ => await ListAsync(new ParentFilter(key.Field, key.Id), cancellationToken),
    };

    private async ValueTask<Array> ListAsync(ParentFilter parent, CancellationToken cancellationToken)
    {
        IReadOnlyList<IEntity> rows = await store.ListChildrenAsync(schema, parent.Field, [parent.Id], cancellationToken);
        var list = Array.CreateInstance(schema.Record.Type, rows.Count);
        for (int i = 0; i < rows.Count; i++)
        {
            list.SetValue(rows[i], i);
        }

        return list;
    }
}
