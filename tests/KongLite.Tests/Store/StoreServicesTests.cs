using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;
using KongLite.Store;
using KongLite.Store.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using static KongLite.Tests.Store.Memory.MemoryStoreTests;
using static KongLite.Tests.Store.TestCatalog;

namespace KongLite.Tests.Store;

public sealed class StoreServicesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Adds_one_memory_store_as_store_and_feed()
    {
        await using ServiceProvider services = Common(new ServiceCollection()).AddMemoryStore().BuildServiceProvider();

        Assert.Same(services.GetRequiredService<IEntityStore>(), services.GetRequiredService<IChangeFeed>());
        Assert.IsType<MemoryStore>(services.GetRequiredService<IEntityStore>());
    }

    [Fact]
    public async Task Loads_the_file_store_before_other_services_start()
    {
        using IHost host = Build(services => services.AddSingleton<IHostedService, Follower>().AddFileStore(_folder.File("kong.yml")));
        await host.StartAsync();

        var store = host.Services.GetRequiredService<IEntityStore>();
        Assert.Same(store, host.Services.GetRequiredService<IChangeFeed>());
        Assert.Null((await store.InsertAsync(Services, NewService("one"), default)).Error);
        Assert.True(host.Services.GetServices<IHostedService>().OfType<Follower>().Single().Version > 0);

        await host.StopAsync();
        await ((IAsyncDisposable)host).DisposeAsync();
        Assert.True(File.Exists(_folder.File("kong.yml")));
    }

    [Fact]
    public async Task Fails_the_start_on_a_file_that_cannot_be_used()
    {
        await File.WriteAllTextAsync(_folder.File("kong.yml"), "nonsense");
        IHost host = Build(services => services.AddFileStore(_folder.File("kong.yml")));

        StoreOpenException error = await Assert.ThrowsAsync<StoreOpenException>(() => host.StartAsync());

        Assert.Contains("line 1: ", error.Message, StringComparison.Ordinal);
        await ((IAsyncDisposable)host).DisposeAsync();
    }

    private static IHost Build(Action<IServiceCollection> add)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        Common(builder.Services);
        add(builder.Services);
        return builder.Build();
    }

    private static IServiceCollection Common(IServiceCollection services) =>
        services.AddLogging().AddSingleton(TimeProvider.System).AddSingleton(Create()).AddSingleton<SchemaProcessor>();

    private sealed class Follower(IChangeFeed feed) : IHostedService
    {
        public long Version { get; private set; }

        public async Task StartAsync(CancellationToken cancellationToken) => Version = (await feed.NextAsync(-1, cancellationToken)).Version;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
