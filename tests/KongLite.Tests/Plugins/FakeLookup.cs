using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;

namespace KongLite.Tests.Plugins;

/// <summary>A lookup in a few rows.</summary>
internal sealed class FakeLookup(params IEntity[] rows) : IEntityLookup
{
    public ValueTask<T?> FindAsync<T>(Guid id, CancellationToken cancellationToken) where T : class, IEntity =>
        ValueTask.FromResult(rows.OfType<T>().FirstOrDefault(row => row.Id == id));

    public ValueTask<T?> FindByAsync<T>(string field, string value, CancellationToken cancellationToken) where T : class, IEntity =>
        ValueTask.FromResult(rows.OfType<T>().FirstOrDefault(row => EntitySchema.Of<T>().Read(row, field) as string == value));

    public ValueTask<IReadOnlyList<T>> ListAsync<T>(string field, Guid parent, CancellationToken cancellationToken) where T : class, IEntity =>
        ValueTask.FromResult<IReadOnlyList<T>>([.. rows.OfType<T>().Where(row => EntitySchema.Of<T>().Read(row, field) is Guid id && id == parent)]);
}
