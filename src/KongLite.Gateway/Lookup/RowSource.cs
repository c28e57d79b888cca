using System.Collections;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;

namespace KongLite.Gateway.Lookup;

/// <summary>Asks the store for the rows of one entity.</summary>
internal sealed class RowSource(EntitySchema schema, IEntityStore store)
{
    private const int PageSize = 1000;

    /// <summary>The row, or null; for the rows below a parent an array of the entity's record.</summary>
    public async ValueTask<object?> AskAsync(LookupKey key, CancellationToken cancellationToken) => key switch
    {
        { Field: null } => await store.FindAsync(schema, key.Id, cancellationToken),
        { Value: { } value } => await store.FindByAsync(schema, key.Field, value, cancellationToken),
        _ => await ListAsync(new ParentFilter(key.Field, key.Id), cancellationToken),
    };

    private async ValueTask<Array> ListAsync(ParentFilter parent, CancellationToken cancellationToken)
    {
        var rows = new List<IEntity>();
        string? offset = null;
        do
        {
            StoreResult<Page> page = await store.ListAsync(schema, new PageRequest(PageSize, offset, Parent: parent), cancellationToken);
            if (page.Error is { } error)
            {
                throw new IOException($"The store did not list {schema.Name}: {error.Message}");
            }

            rows.AddRange(page.Value.Rows);
            offset = page.Value.Next;
        }
        while (offset is not null);

        var list = Array.CreateInstance(schema.Record.Type, rows.Count);
        ((ICollection)rows).CopyTo(list, 0);
        return list;
    }
}
