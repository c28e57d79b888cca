using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;
using KongLite.Settings;
using KongLite.Store.Declarative;
using KongLite.Store.Memory;

namespace KongLite;

/// <summary>DB-less mode: what a declarative configuration says, for reading only.</summary>
/// <param name="rows">The store that holds the rows.</param>
/// <param name="feed">Its changes.</param>
internal sealed class DeclarativeStore(IEntityStore rows, IChangeFeed feed) : IEntityStore, IChangeFeed
{
    /// <inheritdoc/>
    public bool IsWritable => false;

    /// <summary>Takes over the configuration that the settings name; none: the store stays empty.</summary>
    /// <exception cref="StoreOpenException">It cannot be read or is wrong, in Kong's words.</exception>
    public async Task LoadAsync(NodeSettings settings, SchemaCatalog catalog, SchemaProcessor processor, CancellationToken cancellationToken)
    {
        var reader = new DeclarativeReader(catalog, processor);
        DeclarativeConfig? config = settings.DeclarativeConfig is { } path ? await ReadFileAsync(reader, path, cancellationToken)
            // Kong repeats the text here, with all its secrets.
            : settings.DeclarativeConfigString is { } text ? Parsed(reader.ReadYaml(text), "error parsing declarative string:")
            : null;
        // Rows that others refer to come first.
        Dictionary<string, int> order = catalog.Entities.Select((schema, index) => (schema.Name, index)).ToDictionary(each => each.Name, each => each.index);
        foreach (DeclaredEntity each in (config?.Entities ?? []).OrderBy(entity => order[entity.Schema.Name]))
        {
            StoreResult<IEntity> result = await rows.InsertAsync(each.Schema, each.Entity, cancellationToken);
            if (result.Error is { } error)
            {
                throw new StoreOpenException(error.Message);
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask<IEntity?> FindAsync(EntitySchema schema, Guid id, CancellationToken cancellationToken) => rows.FindAsync(schema, id, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IEntity?> FindByAsync(EntitySchema schema, string field, string value, CancellationToken cancellationToken) =>
        rows.FindByAsync(schema, field, value, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IEntity?> FindChildAsync(
        EntitySchema schema, ParentFilter parent, string field, string value, CancellationToken cancellationToken) =>
        rows.FindChildAsync(schema, parent, field, value, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<StoreResult<Page>> ListAsync(EntitySchema schema, PageRequest request, CancellationToken cancellationToken) =>
        rows.ListAsync(schema, request, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<StoreResult<IEntity>> InsertAsync(EntitySchema schema, IEntity entity, CancellationToken cancellationToken) =>
        new(StoreError.Unsupported($"cannot create '{schema.Name}' entities when not using a database"));

    /// <inheritdoc/>
    public ValueTask<StoreResult<IEntity>> UpdateAsync(EntitySchema schema, IEntity entity, CancellationToken cancellationToken) =>
        new(StoreError.Unsupported($"cannot update '{schema.Name}' entities when not using a database"));

    /// <inheritdoc/>
    public ValueTask<StoreResult<IEntity>> UpsertAsync(EntitySchema schema, IEntity entity, CancellationToken cancellationToken) =>
        new(StoreError.Unsupported($"cannot create or update '{schema.Name}' entities when not using a database"));

    /// <inheritdoc/>
    public ValueTask<StoreResult<bool>> DeleteAsync(EntitySchema schema, Guid id, CancellationToken cancellationToken) =>
        new(StoreError.Unsupported($"cannot remove '{schema.Name}' entities when not using a database"));

    /// <inheritdoc/>
    public ValueTask<StoreResult<bool>> WriteAsync(IReadOnlyList<EntityWrite> writes, CancellationToken cancellationToken) =>
        new(StoreError.Unsupported("cannot write entities when not using a database"));

    /// <inheritdoc/>
    public ValueTask<ChangeBatch> NextAsync(long after, CancellationToken cancellationToken) => feed.NextAsync(after, cancellationToken);

    private static async Task<DeclarativeConfig> ReadFileAsync(DeclarativeReader reader, string path, CancellationToken cancellationToken)
    {
        if (Path.GetExtension(path) is not (".yml" or ".yaml" or ".json"))
        {
            throw new StoreOpenException($"unknown file type: {path}. (Accepted types: json, yaml)");
        }

        try
        {
            string text = await File.ReadAllTextAsync(path, cancellationToken);
            DeclarativeResult result = Path.GetExtension(path) == ".json" ? reader.ReadJson(text) : reader.ReadYaml(text);
            return Parsed(result, $"error parsing declarative config file {path}:");
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new StoreOpenException($"{path}: No such file or directory", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StoreOpenException($"{path}: {error.Message}", error);
        }
    }

    private static DeclarativeConfig Parsed(DeclarativeResult result, string title) =>
        result.Config ?? throw new StoreOpenException($"{title}\n{result.Errors!.ToText()}");
}
