using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;
using KongLite.Store.Declarative;
using KongLite.Store.Memory;
using KongLite.Store.Postgres;
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
    /// Adds a store that keeps itself in one kong.yml. It is loaded before any hosted service starts; a file that cannot be used fails the host's
    /// start with a <see cref="StoreOpenException"/>.
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
        services.AddHostedService(provider => new Loader(provider.GetRequiredService<FileStore>().LoadAsync));
        return services.AddStore<FileStore>();
    }

    /// <summary>
    /// Adds a store that takes its rows from declarative configurations, as <see cref="IDeclarativeStore"/> too. What it starts with is loaded before
    /// any hosted service starts; if it is wrong, the host's start fails with a <see cref="StoreOpenException"/>.
    /// </summary>
    /// <param name="services">Where to add it.</param>
    /// <param name="path">A file to start with, <c>.yml</c>, <c>.yaml</c> or <c>.json</c>; null: none.</param>
    /// <param name="text">A configuration to start with, when there is no file; null: none.</param>
    public static IServiceCollection AddDeclarativeStore(this IServiceCollection services, string? path, string? text)
    {
        var source = new DeclarativeSource(path, text);
        services.AddSingleton(provider =>
        {
            SchemaCatalog catalog = provider.GetRequiredService<SchemaCatalog>();
            TimeProvider clock = provider.GetRequiredService<TimeProvider>();
            return new DeclarativeStore(
                new MemoryStore(catalog, clock),
                new DeclarativeReader(catalog, provider.GetRequiredService<SchemaProcessor>()) { Limits = DeclarativeLimits.Posted },
                clock,
                provider.GetRequiredService<ILogger<DeclarativeStore>>());
        });
        services.AddSingleton<IDeclarativeStore>(provider => provider.GetRequiredService<DeclarativeStore>());
        services.AddHostedService(provider => new Loader(token => provider.GetRequiredService<DeclarativeStore>().StartAsync(source, token)));
        return services.AddStore<DeclarativeStore>();
    }

    /// <summary>
    /// Adds a store in PostgreSQL, as <see cref="IDatabase"/> and <see cref="IClusterEvents"/> too. A database that needs migrations fails the host's
    /// start with a <see cref="StoreOpenException"/>; one that cannot be reached does not.
    /// </summary>
    /// <param name="services">Where to add it.</param>
    /// <param name="options">Where the database is.</param>
    /// <param name="replica">Where a copy of it is, from which lists are read (<c>pg_ro_host</c>); null: nowhere.</param>
    /// <param name="frequency">How often to look for what other nodes did, beside being told (<c>db_update_frequency</c>).</param>
    public static IServiceCollection AddPostgresStore(this IServiceCollection services, PostgresOptions options, PostgresOptions? replica, TimeSpan frequency)
    {
        services.AddSingleton<PostgresTables>();
        services.AddSingleton(provider => new KongDatabase(
            options with { NodeId = provider.GetRequiredService<NodeInfo>().Id }, replica, provider.GetRequiredService<PostgresTables>()));
        services.AddSingleton<IDatabase>(provider => provider.GetRequiredService<KongDatabase>());
        services.AddSingleton<IClusterCounters, ClusterCounters>();
        services.AddSingleton<ChangeReader>();
        services.AddSingleton(provider => new PostgresChangeFeed(
            provider.GetRequiredService<ChangeReader>(), frequency, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IChangeFeed>(provider => provider.GetRequiredService<PostgresChangeFeed>());
        services.AddSingleton<IEntityStore, PostgresStore>();
        services.AddSingleton(provider => new ClusterEvents(
            provider.GetRequiredService<KongDatabase>(),
            provider.GetRequiredService<NodeInfo>(),
            frequency,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ClusterEvents>>()));
        services.AddSingleton<IClusterEvents>(provider => provider.GetRequiredService<ClusterEvents>());
        services.AddHostedService(provider => new Loader(token => RefuseProblemsAsync(provider.GetRequiredService<KongDatabase>(), token)));
        services.AddHostedService<ChangeListener>();
        services.AddHostedService<DatabaseCleaner>();
        return services.AddHostedService(provider => provider.GetRequiredService<ClusterEvents>());
    }

    private static async Task RefuseProblemsAsync(KongDatabase database, CancellationToken cancellationToken)
    {
        try
        {
            if (await database.FindProblemAsync(cancellationToken) is { } problem)
            {
                throw new StoreOpenException(problem);
            }
        }
        catch (StoreException)
        {
            // The node starts without it, says so, and goes on asking.
        }
    }

    private static IServiceCollection AddStore<TStore>(this IServiceCollection services) where TStore : class, IEntityStore, IChangeFeed
    {
        services.AddSingleton<IEntityStore>(provider => provider.GetRequiredService<TStore>());
        services.AddSingleton<IChangeFeed>(provider => provider.GetRequiredService<TStore>());
        return services;
    }

    /// <summary>Loads a store before anything that follows it begins.</summary>
    private sealed class Loader(Func<CancellationToken, Task> load) : IHostedLifecycleService
    {
        public Task StartingAsync(CancellationToken cancellationToken) => load(cancellationToken);

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
