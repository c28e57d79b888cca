using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;
using KongLite.Store.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KongLite.Store;

/// <summary>What this project offers: one store, as <see cref="IEntityStore"/> and <see cref="IChangeFeed"/>.</summary>
public static class StoreServices
{
    /// <summary>Adds a store that forgets everything with the process.</summary>
    public static IServiceCollection AddMemoryStore(this IServiceCollection services)
    {
        services.AddSingleton<MemoryStore>();
        return services.AddStore<MemoryStore>();
    }

    /// <summary>
    /// Adds a store that keeps itself in one kong.yml. It is loaded before any hosted service starts; a file that cannot be used fails the host's start
    /// with a <see cref="StoreOpenException"/>.
    /// </summary>
    /// <param name="services">Where to add it.</param>
    /// <param name="path">The file; when there is none, the node starts empty.</param>
    public static IServiceCollection AddFileStore(this IServiceCollection services, string path)
    {
        services.AddSingleton(provider => new FileStore(
            path,
            provider.GetRequiredService<SchemaCatalog>(),
            provider.GetRequiredService<SchemaProcessor>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<FileStore>>()));
        services.AddHostedService<FileStoreLoader>();
        return services.AddStore<FileStore>();
    }

    private static IServiceCollection AddStore<TStore>(this IServiceCollection services) where TStore : class, IEntityStore, IChangeFeed
    {
        services.AddSingleton<IEntityStore>(provider => provider.GetRequiredService<TStore>());
        services.AddSingleton<IChangeFeed>(provider => provider.GetRequiredService<TStore>());
        return services;
    }

    /// <summary>Loads the file before anything that follows the store begins.</summary>
    private sealed class FileStoreLoader(FileStore store) : IHostedLifecycleService
    {
        public Task StartingAsync(CancellationToken cancellationToken) => store.LoadAsync(cancellationToken);

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
