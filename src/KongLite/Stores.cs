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
        ? services.AddDeclarativeStore(settings.DeclarativeConfig, settings.DeclarativeConfigString)
        : services.AddFileStore(FileOf(settings));
}
