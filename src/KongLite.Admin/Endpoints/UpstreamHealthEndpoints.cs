using System.Globalization;
using System.Text.Json.Nodes;
using KongLite.Admin.Crud;
using KongLite.Admin.Routing;
using KongLite.Gateway.Balancing;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;

namespace KongLite.Admin.Endpoints;

/// <summary>The health of upstreams: what the proxy of this node knows, and setting it by hand. Allowed in DB-less mode too.</summary>
internal sealed class UpstreamHealthEndpoints(IEntityStore store, SchemaCatalog catalog, UpstreamHealth health, NodeInfo node, TimeProvider clock)
{
    private const int DefaultSize = 100;
    private const int MaxSize = 1000;
    private static readonly EntitySchema Upstreams = EntitySchema.Of<Upstream>();
    private static readonly EntitySchema Targets = EntitySchema.Of<Target>();

    /// <summary>Adds all paths; none when the node has no upstreams.</summary>
    public void Map(EndpointTable endpoints)
    {
        if (!HasUpstreams)
        {
            return;
        }

        MapReads(endpoints);
        const string Target = "/upstreams/{upstreams}/targets/{targets}";
        endpoints.Map($"{Target}/healthy", ("PUT", request => SetAsync(request, isHealthy: true)));
        endpoints.Map($"{Target}/unhealthy", ("PUT", request => SetAsync(request, isHealthy: false)));
        endpoints.Map($"{Target}/{{address}}/healthy", ("PUT", request => SetAsync(request, isHealthy: true)));
        endpoints.Map($"{Target}/{{address}}/unhealthy", ("PUT", request => SetAsync(request, isHealthy: false)));
    }

    /// <summary>Adds the paths that only tell, for the Status API.</summary>
    public void MapReads(EndpointTable endpoints)
    {
        if (HasUpstreams)
        {
            endpoints.Map("/upstreams/{upstreams}/health", ("GET", ShowAsync));
        }
    }

    private bool HasUpstreams => catalog.Find(Upstreams.Name) is not null && catalog.Find(Targets.Name) is not null;

    private ValueTask<Answer> ShowAsync(AdminRequest request) => WithUpstreamAsync(
        request,
        upstream => request.Argument("balancer_health") == "1" ? ShowUpstreamAsync(upstream, request) : ShowTargetsAsync(upstream, request));

    private async ValueTask<Answer> ShowUpstreamAsync(Upstream upstream, AdminRequest request)
    {
        UpstreamReport? report = await health.ReportAsync(upstream.Id, request.Aborted);
        return Wrap(report is null ? null : HealthJson.Upstream(upstream.Id, report), next: null);
    }

    private async ValueTask<Answer> ShowTargetsAsync(Upstream upstream, AdminRequest request)
    {
        if (ReadSkip(request, out int skip) is { } error)
        {
            return error;
        }

        UpstreamReport? report = await health.ReportAsync(upstream.Id, request.Aborted);
        StoreResult<List<Target>> all = await TargetsAsync(upstream, request);
        if (all.Error is { } failure)
        {
            return failure;
        }

        int size = ReadSize(request);
        Target[] page = [.. all.Value.OrderByDescending(target => target.CreatedAt).ThenByDescending(target => target.Id.ToString("D"), StringComparer.Ordinal).Skip(skip).Take(size)];
        var data = new JsonArray();
        foreach (Target target in page)
        {
            TargetReport? known = report?.Targets.FirstOrDefault(each => each.Id == target.Id);
            data.Add(HealthJson.Row(Targets.ToJson(target, clock.GetUtcNow()), known, report?.IsChecked == true));
        }

        string? offset = size > 0 && skip + size < all.Value.Count ? (skip + size).ToString(CultureInfo.InvariantCulture) : null;
        return Wrap(data, offset is null ? null : $"/upstreams/{request.Keys[0].Raw}/health?offset={offset}", offset);
    }

    private async ValueTask<Answer> SetAsync(AdminRequest request, bool isHealthy) => await WithUpstreamAsync(request, async upstream =>
    {
        StoreResult<List<Target>> all = await TargetsAsync(upstream, request);
        if (all.Error is { } failure)
        {
            return failure;
        }

        string key = request.Keys[1].Text;
        Target? target = Uuids.TryParse(key, out Guid id) ? all.Value.Find(each => each.Id == id) : all.Value.Find(each => each.Address == key);
        if (target is null)
        {
            return Answer.NotFound;
        }

        string? address = request.Keys.Count > 2 ? request.Keys[2].Text : null;
        return health.Set(upstream.Id, target.Id, address, isHealthy) is { } reason ? Answer.Message(400, reason) : Answer.NoContent;
    });

    private async ValueTask<Answer> WithUpstreamAsync(AdminRequest request, Func<Upstream, ValueTask<Answer>> next)
    {
        if (PathKey.Read(Upstreams, request.Keys[0], out PathKey key) is { } error)
        {
            return error;
        }

        return await key.FindAsync(store, request.Aborted) is Upstream upstream ? await next(upstream) : Answer.NotFound;
    }

    private async ValueTask<StoreResult<List<Target>>> TargetsAsync(Upstream upstream, AdminRequest request)
    {
        var targets = new List<Target>();
        string? offset = null;
        do
        {
            StoreResult<Page> page = await store.ListAsync(
                Targets, new PageRequest(MaxSize, offset, Parent: new ParentFilter("upstream", upstream.Id)), request.Aborted);
            if (page.Error is { } error)
            {
                return error;
            }

            targets.AddRange(page.Value.Rows.Cast<Target>());
            offset = page.Value.Next;
        }
        while (offset is not null);

        return new StoreResult<List<Target>>(targets, null);
    }

    private static StoreError? ReadSkip(AdminRequest request, out int skip)
    {
        skip = 0;
        string? offset = request.Argument("offset");
        return offset is null || (int.TryParse(offset, NumberStyles.None, CultureInfo.InvariantCulture, out skip))
            ? null : StoreError.InvalidOffset(offset, "not a number");
    }

    private static int ReadSize(AdminRequest request) =>
        int.TryParse(request.Argument("size"), NumberStyles.None, CultureInfo.InvariantCulture, out int size) ? Math.Min(size, MaxSize) : DefaultSize;

    private Answer Wrap(JsonNode? data, string? next, string? offset = null)
    {
        var body = new JsonObject { ["next"] = next, ["node_id"] = node.Id.ToString("D") };
        if (data is not null)
        {
            body["data"] = data;
        }

        if (offset is not null)
        {
            body["offset"] = offset;
        }

        return Answer.Ok(body);
    }
}
