using KongLite.Sdk.Admin;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;

namespace KongLite.Plugins.ProxyCache;

/// <summary>The cache at the Admin API. An answer is shown and removed as long as there is a plugin that could give it.</summary>
internal sealed class ProxyCacheAdmin(AnswerCache cache, IEntityStore store) : IAdminExtension
{
    private const int PageSize = 1000;

    /// <inheritdoc/>
    public string Plugin => "proxy-cache";

    /// <inheritdoc/>
    public IReadOnlyList<AdminPath> Paths =>
    [
        new AdminPath("/proxy-cache", new Dictionary<string, AdminPathHandler> { ["DELETE"] = ClearAsync }),
        new AdminPath("/proxy-cache/{cache_key}", new Dictionary<string, AdminPathHandler>
        {
            ["GET"] = async (keys, cancellationToken) => Show(await HasPluginAsync(cancellationToken), keys[0]),
            ["DELETE"] = async (keys, cancellationToken) => Remove(await HasPluginAsync(cancellationToken), keys[0]),
        }),
        new AdminPath("/proxy-cache/{plugin_id}/caches/{cache_key}", new Dictionary<string, AdminPathHandler>
        {
            ["GET"] = async (keys, cancellationToken) => Show(await IsPluginAsync(keys[0], cancellationToken), keys[1]),
            ["DELETE"] = async (keys, cancellationToken) => Remove(await IsPluginAsync(keys[0], cancellationToken), keys[1]),
        }),
    ];

    private ValueTask<AdminPathAnswer> ClearAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        cache.Clear();
        return ValueTask.FromResult(AdminPathAnswer.NoContent);
    }

    private AdminPathAnswer Show(bool isServed, string key) =>
        isServed && cache.Find(key) is { } answer ? new AdminPathAnswer(200, answer.ToJson()) : AdminPathAnswer.NotFound;

    private AdminPathAnswer Remove(bool isServed, string key) =>
        isServed && cache.Remove(key) ? AdminPathAnswer.NoContent : AdminPathAnswer.NotFound;

    private async ValueTask<bool> IsPluginAsync(string id, CancellationToken cancellationToken) =>
        Guid.TryParseExact(id, "D", out Guid known) && IsOurs(await store.FindAsync(EntitySchema.Of<Plugin>(), known, cancellationToken));

    private async ValueTask<bool> HasPluginAsync(CancellationToken cancellationToken)
    {
        string? offset = null;
        do
        {
            StoreResult<Page> page = await store.ListAsync(EntitySchema.Of<Plugin>(), new PageRequest(PageSize, offset), cancellationToken);
            if (page.Error is not null)
            {
                return false;
            }

            if (page.Value.Rows.Any(IsOurs))
            {
                return true;
            }

            offset = page.Value.Next;
        }
        while (offset is not null);

        return false;
    }

    private bool IsOurs(IEntity? row) => row is Plugin plugin && plugin.Name == Plugin;
}
