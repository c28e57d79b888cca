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
internal sealed class UpstreamHealthEndpoints(IEntityStore store, PathRows rows, NewestTargets newest, EntityViews views, UpstreamHealth health, NodeInfo node)
{
    private const string Target = "/upstreams/{upstreams}/targets/{targets}";
    private static readonly EntitySchema Upstreams = EntitySchema.Of<Upstream>();
    private static readonly EntitySchema Targets = EntitySchema.Of<Target>();

    /// <summary>Adds all paths.</summary>
    public void Map(EndpointTable endpoints)
    {
        MapReading(endpoints);
        endpoints.Map($"{Target}/healthy", ("PUT", request => SetAsync(request, isHealthy: true)));
        endpoints.Map($"{Target}/unhealthy", ("PUT", request => SetAsync(request, isHealthy: false)));
        endpoints.Map($"{Target}/{{address}}/healthy", ("PUT", request => SetAsync(request, isHealthy: true)));
        endpoints.Map($"{Target}/{{address}}/unhealthy", ("PUT", request => SetAsync(request, isHealthy: false)));
    }

    /// <summary>Adds the path for reading, which the Status API has in DB-less mode.</summary>
    public void MapReading(EndpointTable endpoints) => endpoints.Map(
        "/upstreams/{upstreams}/health",
        ("GET", request => rows.WithRow(
            Upstreams, request, row => request.Argument("balancer_health") == "1" ? ShowUpstreamAsync(row.Id, request) : ShowTargetsAsync(row.Id, request))));

    private async ValueTask<Answer> ShowUpstreamAsync(Guid upstream, AdminRequest request)
    {
        UpstreamReport? report = await health.ReportAsync(upstream, request.Aborted);
        return Wrap(report is null ? null : HealthJson.Upstream(upstream, report), next: null);
    }

    private async ValueTask<Answer> ShowTargetsAsync(Guid upstream, AdminRequest request)
    {
        StoreResult<Page> page = await newest.ReadAsync(request, new ParentFilter("upstream", upstream));
        if (page.Error is { } error)
        {
            return error;
        }

        UpstreamReport? report = await health.ReportAsync(upstream, request.Aborted);
        Dictionary<Guid, TargetReport> known = report?.Targets.ToDictionary(target => target.Id) ?? [];
        JsonArray data = await views.ShowAsync(Targets, page.Value.Rows, request.Aborted);
        for (int i = 0; i < data.Count; i++)
        {
            HealthJson.AddTo((JsonObject)data[i]!, known.GetValueOrDefault(page.Value.Rows[i].Id), report?.IsChecked == true);
        }

        string? token = page.Value.Next;
        return Wrap(data, token is null ? null : $"/upstreams/{request.Keys[0].Raw}/health?offset={token}", token);
    }

    private ValueTask<Answer> SetAsync(AdminRequest request, bool isHealthy) => rows.WithRow(Upstreams, request, upstream => PathRows.WithChild(
        Targets,
        request,
        async key =>
        {
            if (await key.FindAsync(store, request.Aborted, new ParentFilter("upstream", upstream.Id)) is not { } target)
            {
                return Answer.NotFound;
            }

            string? address = request.Keys.Count > 2 ? request.Keys[2].Text : null;
            return await health.SetAsync(upstream.Id, target.Id, address, isHealthy) is { } reason ? Answer.Message(400, reason) : Answer.NoContent;
        }));

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
