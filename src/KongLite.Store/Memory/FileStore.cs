using System.Threading.Channels;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;
using KongLite.Store.Declarative;
using Microsoft.Extensions.Logging;

namespace KongLite.Store.Memory;

/// <summary>
/// Rows in memory, kept in one kong.yml: a write is answered, and seen by readers and the change feed, when the file that includes it is on disk.
/// </summary>
/// <remarks>
/// One task writes. Whatever arrives while it saves is saved together the next time. When a save fails, its writes are answered as database errors
/// and nothing of them remains; only when the file is in place already and just its folder could not be flushed, they stay, as the file has them.
/// </remarks>
internal sealed partial class FileStore : IEntityStore, IChangeFeed, IAsyncDisposable
{
    private const int MostWaiting = 4096;
    private const int LargestGroup = 1024;
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(5);

    private readonly string _path;
    private readonly SchemaCatalog _catalog;
    private readonly DeclarativeReader _reader;
    private readonly TimeProvider _clock;
    private readonly ILogger<FileStore> _logger;
    private readonly LiveState _live;
    private readonly ExpirySweeper _sweeper;
    private readonly Channel<IPendingWrite> _waiting =
        Channel.CreateBounded<IPendingWrite>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });

    private ConfigurationFile? _file;
    private Task _writer = Task.CompletedTask;

    public FileStore(string path, SchemaCatalog catalog, SchemaProcessor processor, TimeProvider clock, ILogger<FileStore> logger)
    {
        _path = path;
        _catalog = catalog;
        _reader = new DeclarativeReader(catalog, processor);
        _clock = clock;
        _logger = logger;
        _live = new LiveState(new StoreLayout(catalog), clock);
        // When there is no room, writes are under way, and each of them sweeps.
        _sweeper = new ExpirySweeper(clock, () => _waiting.Writer.TryWrite(new PendingWrite<bool>(static _ => new StoreResult<bool>(true, null))));
    }

    public bool IsWritable => true;

    /// <summary>How the file is replaced, for tests.</summary>
    internal AtomicFile Content => _file!.Content;

    /// <summary>A store on a file, loaded.</summary>
    /// <exception cref="StoreOpenException">Another node has the file, or it cannot be used. It stays as it is.</exception>
    public static async Task<FileStore> OpenAsync(
        string path,
        SchemaCatalog catalog,
        SchemaProcessor processor,
        TimeProvider clock,
        ILogger<FileStore> logger,
        CancellationToken cancellationToken)
    {
        var store = new FileStore(path, catalog, processor, clock, logger);
        try
        {
            await store.LoadAsync(cancellationToken);
            return store;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes and reads the file. Writes wait until this is done.</summary>
    /// <exception cref="StoreOpenException">Another node has the file, or it cannot be used. It stays as it is.</exception>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        _file = ConfigurationFile.Open(_path, _catalog);
        IReadOnlyList<DeclaredEntity> entities = await _file.ReadAsync(_reader, cancellationToken);
        _sweeper.Schedule(_live.Reset(entities).NextExpiry);
        _writer = Task.Run(WriteAllAsync, CancellationToken.None);
    }

    public ValueTask<IEntity?> FindAsync(EntitySchema schema, Guid id, CancellationToken cancellationToken) => new(_live.Find(schema, id));

    public ValueTask<IEntity?> FindByAsync(EntitySchema schema, string field, string value, CancellationToken cancellationToken) =>
        new(_live.FindBy(schema, field, value));

    public ValueTask<IEntity?> FindChildAsync(
        EntitySchema schema, ParentFilter parent, string field, string value, CancellationToken cancellationToken) =>
        new(_live.FindChild(schema, parent, field, value));

    public ValueTask<StoreResult<Page>> ListAsync(EntitySchema schema, PageRequest request, CancellationToken cancellationToken) =>
        new(_live.List(schema, request));

    public ValueTask<IReadOnlyList<IEntity>> ListChildrenAsync(
        EntitySchema schema, string field, IReadOnlyCollection<Guid> parents, CancellationToken cancellationToken, bool mayLag = false) =>
        new(_live.ListChildren(schema, field, parents));

    public ValueTask<StoreResult<TagPage>> ListTagsAsync(TagRequest request, CancellationToken cancellationToken) => new(_live.ListTags(request));

    public ValueTask<StoreResult<IEntity>> InsertAsync(EntitySchema schema, IEntity entity, CancellationToken cancellationToken) =>
        WriteAsync(edit => edit.Insert(schema, entity), cancellationToken);

    public ValueTask<StoreResult<IEntity>> UpdateAsync(EntitySchema schema, IEntity entity, CancellationToken cancellationToken) =>
        WriteAsync(edit => edit.Update(schema, entity), cancellationToken);

    public ValueTask<StoreResult<IEntity>> UpsertAsync(EntitySchema schema, IEntity entity, CancellationToken cancellationToken) =>
        WriteAsync(edit => edit.Upsert(schema, entity), cancellationToken);

    public ValueTask<StoreResult<bool>> DeleteAsync(EntitySchema schema, Guid id, CancellationToken cancellationToken) =>
        WriteAsync(edit => edit.Delete(schema, id), cancellationToken);

    public ValueTask<StoreResult<bool>> WriteAsync(IReadOnlyList<EntityWrite> writes, CancellationToken cancellationToken) =>
        WriteAsync(edit => edit.Apply(writes), cancellationToken);

    public ValueTask<ChangeBatch> NextAsync(long after, CancellationToken cancellationToken) => _live.NextAsync(after, cancellationToken);

    /// <summary>Saves what is waiting, then gives the file up.</summary>
    public async ValueTask DisposeAsync()
    {
        _sweeper.Dispose();
        _waiting.Writer.TryComplete();
        await _writer;
        while (_waiting.Reader.TryRead(out IPendingWrite? write))
        {
            // Only a store that was never loaded has any left.
            write.Fail(Unsaved("the node is stopping"));
        }

        _file?.Dispose();
    }

    private static StoreError Unsaved(string reason) => new(ErrorCode.DatabaseError, "database error", reason);

    // Once it waits for its turn, a write happens: who gives up waiting only does not learn of it.
    private async ValueTask<StoreResult<T>> WriteAsync<T>(Func<StoreEdit, StoreResult<T>> change, CancellationToken cancellationToken)
    {
        var write = new PendingWrite<T>(change);
        try
        {
            await _waiting.Writer.WriteAsync(write, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            return Unsaved("the node is stopping");
        }

        return await write.Answered.WaitAsync(cancellationToken);
    }

    private async Task WriteAllAsync()
    {
        var group = new List<IPendingWrite>();
        while (await _waiting.Reader.WaitToReadAsync())
        {
            try
            {
                WriteGroup(group);
            }
            catch (Exception error)
            {
                LogBroken(_logger, error);
                group.ForEach(write => write.Throw(error));
            }

            group.Clear();
        }
    }

    private void WriteGroup(List<IPendingWrite> group)
    {
        StoreEdit edit = _live.Edit();
        while (group.Count < LargestGroup && _waiting.Reader.TryRead(out IPendingWrite? write))
        {
            group.Add(write);
            Apply(edit, write);
        }

        StoreState state = edit.Finish();
        StoreError? error = edit.Changes.Count == 0 ? null : Save(state, edit.Changes);
        // Before the answers: whoever has one may count on the sweep.
        _sweeper.Schedule(_live.Current.NextExpiry, error is null ? default : RetryPause);
        foreach (IPendingWrite write in group)
        {
            if (error is null)
            {
                write.Answer(state.Version);
            }
            else
            {
                write.Fail(error);
            }
        }
    }

    // A bug in one write must not take the others of its group along.
    private void Apply(StoreEdit edit, IPendingWrite write)
    {
        (StoreState, int) mark = edit.Mark();
        try
        {
            write.Apply(edit);
        }
        catch (Exception error)
        {
            LogBroken(_logger, error);
            edit.Return(mark);
            write.Throw(error);
        }
    }

    private StoreError? Save(StoreState state, IReadOnlyCollection<RowKey> changes)
    {
        bool replaced = false;
        try
        {
            _file!.Write(state, _clock.GetUtcNow(), out replaced);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            LogUnsaved(_logger, _path, error.Message);
            return Unsaved($"cannot save {_path}: {error.Message}");
        }
        finally
        {
            if (replaced)
            {
                _live.Publish(state, changes);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "cannot save {Path}: {Reason}")]
    private static partial void LogUnsaved(ILogger logger, string path, string reason);

    [LoggerMessage(LogLevel.Error, "a write failed unexpectedly")]
    private static partial void LogBroken(ILogger logger, Exception error);
}
