using KongLite.Settings;
using KongLite.Store;

namespace KongLite;

/// <summary>The store that the <c>database</c> setting asks for.</summary>
internal static class Stores
{
    // Looking once a day is as good as never, and timers do not reach much further.
    private const double LongestSeconds = 86_400;

    /// <summary>The file of <c>database = file</c>.</summary>
    public static string FileOf(NodeSettings settings) => Path.Combine(settings.PrefixPath, "kong.yml");

    /// <summary>Adds the store.</summary>
    public static IServiceCollection AddStore(this IServiceCollection services, NodeSettings settings) => settings.Database switch
    {
        Database.Postgres => services.AddPostgresStore(
            settings.ToPostgresOptions(), settings.ToReadOnlyPostgresOptions(), TimeSpan.FromSeconds(Math.Min(settings.DbUpdateFrequency, LongestSeconds))),
        Database.Off => services.AddDeclarativeStore(settings.DeclarativeConfig, settings.DeclarativeConfigString),
        _ => services.AddFileStore(FileOf(settings)),
    };
}
