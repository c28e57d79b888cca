using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;
using KongLite.Store.Memory;
using Microsoft.Extensions.Logging.Abstractions;
using static KongLite.Tests.Store.Memory.MemoryStoreTests;
using static KongLite.Tests.Store.TestCatalog;

namespace KongLite.Tests.Store.Memory;

public sealed class FileStoreTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly TempFolder _folder = new();
    private readonly string _path;

    public FileStoreTests() => _path = _folder.File("kong.yml");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Starts_empty_without_a_file_and_makes_one_with_the_first_write()
    {
        await using FileStore store = await OpenAsync();
        Assert.Empty((await store.NextAsync(-1, default)).Changes);
        Assert.False(File.Exists(_path));

        await store.InsertAsync(Services, NewService("one"), default);

        Assert.Contains("name: one", await File.ReadAllTextAsync(_path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Makes_the_folder_that_is_missing()
    {
        await using FileStore store = await OpenAsync(_folder.File("a/b/kong.yml"));

        Assert.Null((await store.InsertAsync(Services, NewService("one"), default)).Error);
    }

    [Fact]
    public async Task Has_everything_again_after_a_restart()
    {
        Service service = NewService("one") with { Tags = ["a"], CreatedAt = 5, UpdatedAt = 7 };
        Route route = NewRoute("r", service.Id);
        Plugin plugin = NewPlugin() with { ServiceId = service.Id };
        await using (FileStore store = await OpenAsync())
        {
            await store.InsertAsync(Services, service, default);
            await store.InsertAsync(Routes, route, default);
            await store.InsertAsync(PluginRows, plugin, default);
            await store.UpdateAsync(Services, service with { Port = 81 }, default);
        }

        await using FileStore again = await OpenAsync();

        var read = (Service)(await again.FindAsync(Services, service.Id, default))!;
        Assert.Equal((81, 5, 7, "a"), (read.Port, read.CreatedAt, read.UpdatedAt, read.Tags![0]));
        Assert.Equal(service.Id, ((Route)(await again.FindByAsync(Routes, "name", "r", default))!).ServiceId);
        Assert.Equal(service.Id, ((Plugin)(await again.FindAsync(PluginRows, plugin.Id, default))!).ServiceId);
        Assert.Equal(3, (await again.NextAsync(-1, default)).Changes.Count);
    }

    [Fact]
    public async Task Enforces_the_same_rules_as_the_memory_store()
    {
        await using FileStore store = await OpenAsync();
        Service service = NewService("one");
        await store.InsertAsync(Services, service, default);
        await store.InsertAsync(Routes, NewRoute("r", service.Id), default);

        Assert.Equal(ErrorCode.UniqueViolation, (await store.InsertAsync(Services, NewService("one"), default)).Error!.Code);
        Assert.Equal(ErrorCode.ForeignKeyViolation, (await store.DeleteAsync(Services, service.Id, default)).Error!.Code);
        Assert.Equal(ErrorCode.NotFound, (await store.UpdateAsync(Services, NewService("x"), default)).Error!.Code);
        Assert.Null((await store.UpsertAsync(Services, service with { Port = 81 }, default)).Error);
    }

    [Fact]
    public async Task Announces_a_write_with_the_version_that_it_answers()
    {
        await using FileStore store = await OpenAsync();
        long version = (await store.NextAsync(-1, default)).Version;
        Task<ChangeBatch> waiting = store.NextAsync(version, default).AsTask();

        StoreResult<IEntity> write = await store.InsertAsync(Services, NewService("one"), default);

        ChangeBatch batch = await waiting.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(write.Version, batch.Version);
        Assert.True(write.Version > version);
    }

    [Fact]
    public async Task Only_the_owner_can_read_the_file()
    {
        await using FileStore store = await OpenAsync();
        await store.InsertAsync(Services, NewService("one"), default);

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_path));
        }
    }

    [Fact]
    public async Task Keeps_a_link_to_the_file()
    {
        string target = _folder.File("elsewhere.yml");
        await File.WriteAllTextAsync(target, "_format_version: '3.0'\n");
        File.CreateSymbolicLink(_path, target);

        await using FileStore store = await OpenAsync();
        await store.InsertAsync(Services, NewService("one"), default);

        Assert.NotNull(new FileInfo(_path).LinkTarget);
        Assert.Contains("name: one", await File.ReadAllTextAsync(target), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_many_writers_at_once_and_loses_none()
    {
        await using (FileStore store = await OpenAsync())
        {
            StoreResult<IEntity>[] results = await Task.WhenAll(
                Enumerable.Range(0, 500).Select(i => store.InsertAsync(Services, NewService($"s{i}"), default).AsTask()));
            Assert.All(results, result => Assert.Null(result.Error));
        }

        await using FileStore again = await OpenAsync();
        Assert.Equal(500, (await Paging.AllAsync(again, Services, 1000)).Count);
    }

    [Fact]
    public async Task Saves_what_is_waiting_before_it_closes()
    {
        Task<StoreResult<IEntity>>[] writes;
        await using (FileStore store = await OpenAsync())
        {
            writes = [.. Enumerable.Range(0, 50).Select(i => store.InsertAsync(Services, NewService($"s{i}"), default).AsTask())];
        }

        Assert.All(await Task.WhenAll(writes), result => Assert.Null(result.Error));
        await using FileStore again = await OpenAsync();
        Assert.Equal(50, (await Paging.AllAsync(again, Services, 1000)).Count);
    }

    [Fact]
    public async Task Refuses_writes_after_it_has_closed()
    {
        FileStore store = await OpenAsync();
        await store.DisposeAsync();

        StoreResult<IEntity> result = await store.InsertAsync(Services, NewService("one"), default);

        Assert.Equal((ErrorCode.DatabaseError, "the node is stopping"), (result.Error!.Code, result.Error.Message));
    }

    [Fact]
    public async Task A_bug_in_one_write_reaches_only_who_asked_for_it()
    {
        await using FileStore store = await OpenAsync();
        EntitySchema unknown = EntitySchema.Of<Unlisted>();

        ValueTask<StoreResult<IEntity>> broken = store.InsertAsync(unknown, new Unlisted(), default);
        ValueTask<StoreResult<IEntity>> fine = store.InsertAsync(Services, NewService("one"), default);

        await Assert.ThrowsAsync<KeyNotFoundException>(async () => await broken);
        Assert.Null((await fine).Error);
    }

    [Fact]
    public async Task Counts_the_lifetime_of_a_row_from_the_time_of_the_file()
    {
        TestCredential credential = await WriteCredentialAsync(seconds: 100);
        Assert.Contains("\n  ttl: 100\n", await File.ReadAllTextAsync(_path), StringComparison.Ordinal);

        _clock.Advance(TimeSpan.FromSeconds(60));
        await using FileStore again = await OpenAsync();

        var read = (TestCredential)(await again.FindAsync(Credentials, credential.Id, default))!;
        Assert.Equal(credential.ExpiresAt, read.ExpiresAt);
        _clock.Advance(TimeSpan.FromSeconds(39));
        Assert.NotNull(await again.FindAsync(Credentials, credential.Id, default));
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(await again.FindAsync(Credentials, credential.Id, default));
    }

    [Fact]
    public async Task A_row_whose_time_ran_out_while_the_node_was_down_is_gone()
    {
        TestCredential credential = await WriteCredentialAsync(seconds: 100);

        _clock.Advance(TimeSpan.FromSeconds(101));
        await using FileStore again = await OpenAsync();

        Assert.Null(await again.FindAsync(Credentials, credential.Id, default));
        Assert.Null((await again.InsertAsync(Credentials, credential with { ExpiresAt = null }, default)).Error);
    }

    [Fact]
    public async Task Sweeps_rows_out_of_the_file_and_announces_it()
    {
        await using FileStore store = await OpenAsync();
        Consumer consumer = NewConsumer("bob");
        await store.InsertAsync(Consumers, consumer, default);
        TestCredential credential = NewCredential(consumer.Id, "secret-key") with { ExpiresAt = _clock.GetUtcNow().AddSeconds(10) };
        long version = (await store.InsertAsync(Credentials, credential, default)).Version;

        _clock.Advance(TimeSpan.FromSeconds(11));

        ChangeBatch batch = await store.NextAsync(version, default).AsTask().WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(credential.Id, Assert.Single(batch.Changes).Id);
        Assert.DoesNotContain("secret-key", await File.ReadAllTextAsync(_path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_node_on_the_file_is_refused()
    {
        await using FileStore store = await OpenAsync();

        StoreOpenException error = await Assert.ThrowsAsync<StoreOpenException>(() => OpenAsync());

        Assert.Equal($"cannot use {_path}: another node is using it ({_path}.lock is locked)", error.Message);
    }

    [Fact]
    public async Task The_file_is_free_again_when_the_node_has_stopped_or_could_not_start()
    {
        await File.WriteAllTextAsync(_path, "nonsense");
        await Assert.ThrowsAsync<StoreOpenException>(() => OpenAsync());
        File.Delete(_path);

        await (await OpenAsync()).DisposeAsync();
        await (await OpenAsync()).DisposeAsync();
    }

    [Theory]
    [InlineData("", "line 1: failed parsing declarative configuration: expected an object")]
    [InlineData("hello", "line 1: failed parsing declarative configuration: expected an object")]
    [InlineData("_format_version: '3.0'\nservices:\n- name: [\n", "line 4: failed parsing declarative configuration: 4:1: did not find expected node content")]
    [InlineData("_format_version: 3.0\n", "line 1: _format_version: expected a string")]
    [InlineData(
        "_format_version: '3.0'\nservices:\n- name: a\n  host: h\n- name: b\n  host: h\n  port: 99999\n",
        "line 7: services.2.port: value should be between 0 and 65535")]
    [InlineData(
        "_format_version: '3.0'\nservices:\n- name: a\n  host: h\n  routes:\n  - name: r\n    protocols: [http]\n",
        "line 6: services.1.routes.1.@entity.1: must set one of 'methods', 'hosts', 'headers', 'paths' when 'protocols' is 'http'")]
    [InlineData(
        "_format_version: '3.0'\nservices:\n- name: a\n  host: h\n- name: a\n  host: h\n",
        "line 5: services.2: uniqueness violation: 'services' entity with name set to 'a' already declared")]
    [InlineData(
        "_format_version: '3.0'\nroutes:\n- name: r\n  paths: [/]\n  service: nope\n",
        "line 3: routes.r.1: invalid reference 'service: nope' (no such entry in 'services')")]
    [InlineData("_format_version: '3.0'\nzzz: 1\nyyy: 1\n", "line 2: zzz: unknown field (the first of 2 errors)")]
    public async Task Refuses_a_file_that_is_wrong_and_leaves_it_alone(string content, string reason)
    {
        await File.WriteAllTextAsync(_path, content);

        StoreOpenException error = await Assert.ThrowsAsync<StoreOpenException>(() => OpenAsync());

        Assert.Equal($"cannot use {_path}: {reason}", error.Message);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Equal(content, await File.ReadAllTextAsync(_path));
    }

    [Fact]
    public async Task Refuses_a_file_that_is_not_text()
    {
        await File.WriteAllBytesAsync(_path, [0x5F, 0xFF, 0xFE, 0x00]);

        StoreOpenException error = await Assert.ThrowsAsync<StoreOpenException>(() => OpenAsync());

        Assert.Equal($"cannot use {_path}: it is not UTF-8 text", error.Message);
    }

    [Fact]
    public async Task Refuses_its_own_file_wherever_it_is_cut_off()
    {
        await using (FileStore store = await OpenAsync())
        {
            for (int i = 0; i < 3; i++)
            {
                await store.InsertAsync(Services, NewService($"s{i}") with { Path = "/ä" }, default);
            }
        }

        byte[] whole = await File.ReadAllBytesAsync(_path);
        for (int length = 0; length < whole.Length - 2; length += 13)
        {
            await File.WriteAllBytesAsync(_path, whole[..length]);

            await Assert.ThrowsAsync<StoreOpenException>(() => OpenAsync());

            Assert.Equal(length, new FileInfo(_path).Length);
        }
    }

    [Fact]
    public async Task Says_where_its_own_file_breaks_off()
    {
        await using (FileStore store = await OpenAsync())
        {
            await store.InsertAsync(Services, NewService("one"), default);
        }

        string[] lines = await File.ReadAllLinesAsync(_path);
        await File.WriteAllLinesAsync(_path, lines[..6]);

        StoreOpenException error = await Assert.ThrowsAsync<StoreOpenException>(() => OpenAsync());

        Assert.Equal($"cannot use {_path}: line 6: the file breaks off here, its last line \"# complete\" is missing", error.Message);
    }

    [Fact]
    public async Task Takes_a_file_that_a_person_wrote()
    {
        await File.WriteAllTextAsync(_path, """
            _format_version: "3.0"
            services:
            - name: example
              url: http://httpbin.test/anything
              routes:
              - name: example-route
                paths: [/mock]
            consumers:
            - username: alice
              test_credentials:
              - key: alice-key
            """);

        await using FileStore store = await OpenAsync();

        Assert.Equal("httpbin.test", ((Service)(await store.FindByAsync(Services, "name", "example", default))!).Host);
        Assert.NotNull(await store.FindByAsync(Routes, "name", "example-route", default));
        Assert.NotNull(await store.FindByAsync(Credentials, "key", "alice-key", default));
    }

    private async Task<TestCredential> WriteCredentialAsync(int seconds)
    {
        await using FileStore store = await OpenAsync();
        Consumer consumer = NewConsumer("bob");
        TestCredential credential = NewCredential(consumer.Id, "k") with { ExpiresAt = _clock.GetUtcNow().AddSeconds(seconds) };
        await store.InsertAsync(Consumers, consumer, default);
        await store.InsertAsync(Credentials, credential, default);
        return credential;
    }

    private Task<FileStore> OpenAsync(string? path = null)
    {
        SchemaCatalog catalog = Create();
        return FileStore.OpenAsync(path ?? _path, catalog, new SchemaProcessor(catalog, _clock), _clock, NullLogger<FileStore>.Instance, default);
    }

    [Entity("unlisted")]
    private sealed record Unlisted : IEntity
    {
        [Auto]
        public Guid Id { get; init; }
    }
}
