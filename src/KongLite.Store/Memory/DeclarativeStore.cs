using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;
using KongLite.Store.Declarative;
using Microsoft.Extensions.Logging;

namespace KongLite.Store.Memory;

/// <summary>DB-less mode: rows that no one edits, replaced all at once by a declarative configuration.</summary>
/// <remarks>One document is read at a time: it may take a gigabyte. The rows in force are never touched, a document's own take their place.</remarks>
internal sealed partial class DeclarativeStore(
    MemoryStore rows, DeclarativeReader reader, TimeProvider clock, ILogger<DeclarativeStore> logger)
    : IEntityStore, IChangeFeed, IDeclarativeStore, IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private readonly SemaphoreSlim _turn = new(1);
    private LoadedConfiguration _loaded = LoadedConfiguration.Empty;

    /// <inheritdoc/>
    public bool IsWritable => false;

    /// <inheritdoc/>
    public LoadedConfiguration Loaded => Volatile.Read(ref _loaded);

    /// <summary>Loads what the node was started with.</summary>
    /// <exception cref="StoreOpenException">It cannot be read or is wrong, in Kong's words.</exception>
    public async Task StartAsync(DeclarativeSource source, CancellationToken cancellationToken)
    {
        if (await source.ReadAsync(reader, cancellationToken) is var (config, content))
        {
            Replace(config, HashOf(content));
        }
    }

    /// <inheritdoc/>
    public async ValueTask<DeclarativeLoad> LoadAsync(DeclarativeDocument document, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(LongestWait, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            await _turn.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new DeclarativeLoad(DeclarativeOutcome.Busy);
        }

        try
        {
            return Load(document);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public string Export() => DeclarativeWriter.Write(rows.All(), clock.GetUtcNow());

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
    public ValueTask<IReadOnlyList<IEntity>> ListChildrenAsync(
        EntitySchema schema, string field, IReadOnlyCollection<Guid> parents, CancellationToken cancellationToken, bool mayLag = false) =>
        rows.ListChildrenAsync(schema, field, parents, cancellationToken, mayLag);

    /// <inheritdoc/>
    public ValueTask<StoreResult<TagPage>> ListTagsAsync(TagRequest request, CancellationToken cancellationToken) =>
        rows.ListTagsAsync(request, cancellationToken);

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
    public ValueTask<ChangeBatch> NextAsync(long after, CancellationToken cancellationToken) => rows.NextAsync(after, cancellationToken);

    public void Dispose()
    {
        _turn.Dispose();
        rows.Dispose();
    }

    private DeclarativeLoad Load(DeclarativeDocument document)
    {
        // An object is no text. Kong hashes what it makes of it, so that no text is ever the same.
        string hash = HashOf(Encoding.UTF8.GetBytes(document.Text ?? document.Root!.ToJsonString(SchemaJson.Options)));
        if (document is { UnlessLoaded: true, Text: not null } && hash == Loaded.Hash)
        {
            return new DeclarativeLoad(DeclarativeOutcome.Unchanged);
        }

        DeclarativeResult result = document.Text is { } text ? reader.ReadText(text) : reader.Read(document.Root!);
        if (result.Errors is { } errors)
        {
            JsonArray? flattened = document.FlattensErrors ? errors.Flatten() : null;
            return new DeclarativeLoad(DeclarativeOutcome.Refused)
            {
                Error = flattened is null ? errors.ToStoreError() : errors.ToFlattenedError(),
                FlattenedErrors = flattened,
            };
        }

        long version = Replace(result.Config!, hash);
        return new DeclarativeLoad(DeclarativeOutcome.Loaded) { Version = version, Entities = Show(result.Config!) };
    }

    private long Replace(DeclarativeConfig config, string hash)
    {
        long version = rows.Replace(config.Entities);
        LoadedConfiguration loaded = config.Entities.Count == 0 ? LoadedConfiguration.Empty : new LoadedConfiguration(hash, Loaded.Since ?? version);
        Volatile.Write(ref _loaded, loaded);
        LogLoaded(loaded.Hash, config.Entities.Count);
        return version;
    }

    private JsonObject Show(DeclarativeConfig config)
    {
        DateTimeOffset now = clock.GetUtcNow();
        var shown = new JsonObject();
        foreach (DeclaredEntity each in config.Entities)
        {
            if (shown[each.Schema.Name] is not JsonObject byId)
            {
                shown[each.Schema.Name] = byId = [];
            }

            byId[each.Entity.Id.ToString("D")] = each.Schema.ToJson(each.AsGiven ?? each.Entity, now);
        }

        return shown;
    }

    [SuppressMessage("Security", "CA5351", Justification = "Kong's hash, which clients compare. It tells documents apart that an administrator wrote.")]
    private static string HashOf(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(MD5.HashData(content));

    [LoggerMessage(LogLevel.Information, "configuration {Hash} is loaded: {Count} entities")]
    private partial void LogLoaded(string hash, int count);
}
