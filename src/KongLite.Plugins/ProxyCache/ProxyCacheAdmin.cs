using KongLite.Sdk.Admin;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;

namespace KongLite.Plugins.ProxyCache;

/// <summary>The cache at the Admin API. An answer is shown and removed as long as there is a plugin that could give it.</summary>
internal sealed class ProxyCacheAdmin(AnswerCache cache, IEntityStore store) : IAdminExtension
{
    private static readonly Dictionary<int, string> Shown = new() { [200] = "The answer.", [404] = "Nothing is cached under this key." };
    private static readonly Dictionary<int, string> Removed = new() { [204] = "It is gone.", [404] = "Nothing is cached under this key." };

    /// <inheritdoc/>
    public string Plugin => "proxy-cache";

    /// <inheritdoc/>
    public IReadOnlyList<AdminOperation> Operations =>
    [
        new("DELETE", "/proxy-cache", "Forget every cached answer", ClearAsync) { Answers = Removed },
        new("GET", "/proxy-cache/{cache_key}", "Show a cached answer", async (keys, cancellationToken) =>
            Show(await HasPluginAsync(cancellationToken), keys[0])) { Answers = Shown },
        new("DELETE", "/proxy-cache/{cache_key}", "Forget a cached answer", async (keys, cancellationToken) =>
            Remove(await HasPluginAsync(cancellationToken), keys[0])) { Answers = Removed },
        new("GET", "/proxy-cache/{plugin_id}/caches/{cache_key}", "Show a cached answer of one plugin", async (keys, cancellationToken) =>
            Show(await IsPluginAsync(keys[0], cancellationToken), keys[1])) { Answers = Shown },
        new("DELETE", "/proxy-cache/{plugin_id}/caches/{cache_key}", "Forget a cached answer of one plugin", async (keys, cancellationToken) =>
            Remove(await IsPluginAsync(keys[0], cancellationToken), keys[1])) { Answers = Removed },
    ];

    private ValueTask<AdminOperationAnswer> ClearAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        cache.Clear();
        return ValueTask.FromResult(AdminOperationAnswer.NoContent);
    }

    private AdminOperationAnswer Show(bool isServed, string key) =>
        isServed && cache.Find(key) is { } answer ? new AdminOperationAnswer(200, answer.ToJson()) : AdminOperationAnswer.NotFound;

    private AdminOperationAnswer Remove(bool isServed, string key) =>
        isServed && cache.Remove(key) ? AdminOperationAnswer.NoContent : AdminOperationAnswer.NotFound;

    private async ValueTask<bool> IsPluginAsync(string id, CancellationToken cancellationToken) =>
        Guid.TryParseExact(id, "D", out Guid known) && IsOurs(await store.FindAsync(EntitySchema.Of<Plugin>(), known, cancellationToken));

    private async ValueTask<bool> HasPluginAsync(CancellationToken cancellationToken)
    {
        StoreResult<IReadOnlyList<IEntity>> plugins = await store.ListAllAsync(EntitySchema.Of<Plugin>(), cancellationToken);
        return plugins.Error is null && plugins.Value.Any(IsOurs);
    }

    private bool IsOurs(IEntity? row) => row is Plugin plugin && plugin.Name == Plugin;
}
