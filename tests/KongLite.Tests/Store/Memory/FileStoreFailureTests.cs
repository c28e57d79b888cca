using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;
using KongLite.Store.Memory;
using Microsoft.Extensions.Logging.Abstractions;
using static KongLite.Tests.Store.Memory.MemoryStoreTests;
using static KongLite.Tests.Store.TestCatalog;

namespace KongLite.Tests.Store.Memory;

public sealed class FileStoreFailureTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly TempFolder _folder = new();
    private readonly string _path;

    public FileStoreFailureTests() => _path = _folder.File("kong.yml");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(nameof(SaveStep.Create))]
    [InlineData(nameof(SaveStep.Write))]
    [InlineData(nameof(SaveStep.Flush))]
    [InlineData(nameof(SaveStep.Rename))]
    public async Task Nothing_remains_of_a_write_that_could_not_be_saved(string step)
    {
        await using FileStore store = await OpenAsync(_path);
        Service one = NewService("one");
        long version = (await store.InsertAsync(Services, one, default)).Version;
        string before = await File.ReadAllTextAsync(_path);
        FailAt(store, Enum.Parse<SaveStep>(step));

        StoreResult<IEntity> inserted = await store.InsertAsync(Services, NewService("two"), default);
        StoreResult<bool> deleted = await store.DeleteAsync(Services, one.Id, default);

        Assert.Equal(ErrorCode.DatabaseError, inserted.Error!.Code);
        Assert.Equal($"cannot save {_path}: No space left on device", inserted.Error.Message);
        Assert.Equal(ErrorCode.DatabaseError, deleted.Error!.Code);
        Assert.Equal([one], await Paging.AllAsync(store, Services, 10));
        Assert.Null(await store.FindByAsync(Services, "name", "two", default));
        Assert.False(store.NextAsync(version, default).AsTask().IsCompleted);
        Assert.Equal(before, await File.ReadAllTextAsync(_path));
    }

    [Fact]
    public async Task Works_again_when_the_disk_does()
    {
        await using FileStore store = await OpenAsync(_path);
        FailAt(store, SaveStep.Write);
        await store.InsertAsync(Services, NewService("one"), default);
        store.Content.BeforeStep = null;

        Assert.Null((await store.InsertAsync(Services, NewService("one"), default)).Error);
        Assert.Single(await Paging.AllAsync(store, Services, 10));
    }

    [Fact]
    public async Task A_write_whose_file_is_in_place_stays_though_its_folder_could_not_be_flushed()
    {
        await using FileStore store = await OpenAsync(_path);
        FailAt(store, SaveStep.FlushFolder);

        StoreResult<IEntity> result = await store.InsertAsync(Services, NewService("one"), default);

        Assert.Equal(ErrorCode.DatabaseError, result.Error!.Code);
        Assert.Single(await Paging.AllAsync(store, Services, 10));
        Assert.Contains("name: one", await File.ReadAllTextAsync(_path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unwritable_folder_is_a_database_error()
    {
        await using FileStore store = await OpenAsync(_path);
        Directory.CreateDirectory(_path + ".tmp");

        StoreResult<IEntity> result = await store.InsertAsync(Services, NewService("one"), default);

        Assert.Equal(ErrorCode.DatabaseError, result.Error!.Code);
        Assert.StartsWith($"cannot save {_path}: ", result.Error.Message, StringComparison.Ordinal);
        Assert.Empty(await Paging.AllAsync(store, Services, 10));
    }

    [Fact]
    public async Task Every_write_of_a_group_that_could_not_be_saved_is_told_so()
    {
        await using FileStore store = await OpenAsync(_path);
        FailAt(store, SaveStep.Flush);

        StoreResult<IEntity>[] results = await Task.WhenAll(
            Enumerable.Range(0, 100).Select(i => store.InsertAsync(Services, NewService($"s{i}"), default).AsTask()));

        Assert.All(results, result => Assert.Equal(ErrorCode.DatabaseError, result.Error!.Code));
        Assert.Empty(await Paging.AllAsync(store, Services, 10));
    }

    [Fact]
    public async Task A_crash_before_any_step_leaves_the_old_file_or_the_new_one()
    {
        foreach (SaveStep step in Enum.GetValues<SaveStep>())
        {
            string crashed = _folder.File($"{step}/kong.yml");
            await using FileStore store = await OpenAsync(_folder.File($"{step}-live/kong.yml"));
            await store.InsertAsync(Services, NewService("old"), default);
            store.Content.BeforeStep = at =>
            {
                if (at == step)
                {
                    // What the disk holds at this moment is what a crash leaves.
                    CopyFolder(_folder.File($"{step}-live"), _folder.File($"{step}"));
                }
            };
            await store.InsertAsync(Services, NewService("new"), default);

            await using FileStore recovered = await OpenAsync(crashed);

            string[] names = [.. (await Paging.AllAsync(recovered, Services, 10)).Select(row => ((Service)row).Name!).Order()];
            Assert.Equal(step == SaveStep.FlushFolder ? ["new", "old"] : ["old"], names);
            Assert.Null((await recovered.InsertAsync(Services, NewService("next"), default)).Error);
            Assert.False(File.Exists(crashed + ".tmp"));
        }
    }

    [Fact]
    public async Task Whoever_reads_the_file_meanwhile_finds_it_whole_and_with_every_answered_write()
    {
        await using FileStore store = await OpenAsync(_path);
        await store.InsertAsync(Services, NewService("first"), default);
        int answered = 0;
        using var stop = new CancellationTokenSource();
        Task reader = Task.Run(async () =>
        {
            for (int copy = 0; !stop.IsCancellationRequested; copy++)
            {
                int least = Volatile.Read(ref answered);
                string snapshot = _folder.File($"copy{copy}.yml");
                File.Copy(_path, snapshot);
                await using FileStore found = await OpenAsync(snapshot);
                Assert.True((await Paging.AllAsync(found, Services, 1000)).Count > least);
            }
        });

        for (int i = 0; i < 60; i++)
        {
            await store.InsertAsync(Services, NewService($"s{i}"), default);
            Interlocked.Increment(ref answered);
        }

        await stop.CancelAsync();
        await reader;
    }

    private static void FailAt(FileStore store, SaveStep step) => store.Content.BeforeStep = at =>
    {
        if (at == step)
        {
            throw new IOException("No space left on device");
        }
    };

    private static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.GetFiles(from).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }

    private Task<FileStore> OpenAsync(string path)
    {
        SchemaCatalog catalog = Create();
        return FileStore.OpenAsync(path, catalog, new SchemaProcessor(catalog, _clock), _clock, NullLogger<FileStore>.Instance, default);
    }
}
