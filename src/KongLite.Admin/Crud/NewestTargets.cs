using System.Globalization;
using System.Text.Json.Nodes;
using KongLite.Admin.Routing;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;

namespace KongLite.Admin.Crud;

/// <summary>
/// The targets of an upstream, newest first, in pages whose offset is the number of targets before them. Sizes are taken as they come: 0 is an
/// empty page, more than 1000 is 1000 (Kong: <c>db/dao/targets.lua</c>, <c>page_for_upstream</c>).
/// </summary>
internal sealed class NewestTargets(IEntityStore store, EntityViews views)
{
    private const int DefaultSize = 100;
    private const int MaxSize = 1000;
    private static readonly EntitySchema Targets = EntitySchema.Of<Target>();

    /// <summary>Answers with a page.</summary>
    /// <param name="request">The request, whose query says which page.</param>
    /// <param name="upstream">The upstream.</param>
    /// <param name="path">Path of the list, for the link to the next page.</param>
    public async ValueTask<Answer> ListAsync(AdminRequest request, ParentFilter upstream, string path)
    {
        StoreResult<Page> page = await ReadAsync(request, upstream);
        if (page.Error is { } error)
        {
            return error;
        }

        string? token = page.Value.Next;
        JsonArray rows = await views.ShowAsync(Targets, page.Value.Rows, request.Aborted);
        return Lists.Answer(rows, token is null ? null : $"{path}?offset={token}", token);
    }

    /// <summary>A page.</summary>
    /// <param name="request">The request, whose query says which page.</param>
    /// <param name="upstream">The upstream.</param>
    public async ValueTask<StoreResult<Page>> ReadAsync(AdminRequest request, ParentFilter upstream)
    {
        if (ReadPlace(request, out int size, out int skipped) is { } wrong)
        {
            return wrong;
        }

        StoreResult<IReadOnlyList<IEntity>> all = await store.ListAllAsync(Targets, request.Aborted, upstream);
        if (all.Error is { } error)
        {
            return error;
        }

        IEntity[] rows =
        [
            .. all.Value.Cast<Target>().OrderByDescending(target => target.CreatedAt).ThenByDescending(target => target.Id).Skip(skipped).Take(size),
        ];
        long end = (long)skipped + rows.Length;
        return new StoreResult<Page>(new Page(rows, end < all.Value.Count ? end.ToString(CultureInfo.InvariantCulture) : null), null);
    }

    private static StoreError? ReadPlace(AdminRequest request, out int size, out int skipped)
    {
        size = DefaultSize;
        skipped = 0;
        if (request.Query.ContainsKey("size"))
        {
            if (!LuaNumber.TryParse(request.Argument("size") ?? string.Empty, out double number))
            {
                return StoreError.InvalidSize("size must be a number");
            }

            size = (int)Math.Clamp(number, 0, MaxSize);
        }

        if (request.Query.ContainsKey("offset"))
        {
            string token = request.Argument("offset") ?? string.Empty;
            if (!LuaNumber.TryParse(token, out double number))
            {
                return StoreError.InvalidOffset(token, "expected a number");
            }

            skipped = (int)Math.Clamp(number, 0, int.MaxValue);
        }

        return null;
    }
}
