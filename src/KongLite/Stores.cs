using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;
using KongLite.Settings;
using KongLite.Store;

namespace KongLite;

/// <summary>The store that the <c>database</c> setting asks for.</summary>
internal static class Stores
{
    /// <summary>The file of <c>database = file</c>.</summary>
    public static string FileOf(NodeSettings settings) => Path.Combine(settings.PrefixPath, "kong.yml");

    /// <summary>Adds the store.</summary>
    public static IServiceCollection AddStore(this IServiceCollection services, NodeSettings settings) => settings.Database == Database.Off
        ? services.AddDeclarativeStore()
        : services.AddFileStore(FileOf(settings));

    private static IServiceCollection AddDeclarativeStore(this IServiceCollection services)
    {
        services.AddMemoryStore();
        ServiceDescriptor rows = services.Last(service => service.ServiceType == typeof(IEntityStore));
        ServiceDescriptor feed = services.Last(service => service.ServiceType == typeof(IChangeFeed));
        services.AddSingleton(provider => new DeclarativeStore(
            (IEntityStore)rows.ImplementationFactory!(provider), (IChangeFeed)feed.ImplementationFactory!(provider)));
        services.AddHostedService<Loader>();
        services.AddSingleton<IEntityStore>(provider => provider.GetRequiredService<DeclarativeStore>());
        return services.AddSingleton<IChangeFeed>(provider => provider.GetRequiredService<DeclarativeStore>());
    }

    /// <summary>Loads the configuration before anything that follows the store begins.</summary>
    private sealed class Loader(DeclarativeStore store, NodeSettings settings, SchemaCatalog catalog, SchemaProcessor processor) : IHostedLifecycleService
    {
        public Task StartingAsync(CancellationToken cancellationToken) => store.LoadAsync(settings, catalog, processor, cancellationToken);

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
