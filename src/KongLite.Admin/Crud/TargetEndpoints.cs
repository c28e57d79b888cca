using System.Text.Json.Nodes;
using KongLite.Admin.Routing;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;

namespace KongLite.Admin.Crud;

/// <summary>Targets, which live below their upstream only, newest first (Kong: <c>api/routes/upstreams.lua</c>, <c>targets.lua</c>).</summary>
internal sealed class TargetEndpoints(EntityReads reads, EntityWrites writes, NewestTargets newest, PathRows rows)
{
    private const string Collection = "/upstreams/{upstreams}/targets";
    private static readonly EntitySchema Upstreams = EntitySchema.Of<Upstream>();
    private static readonly EntitySchema Targets = EntitySchema.Of<Target>();

    /// <summary>Adds the paths.</summary>
    public void Map(EndpointTable endpoints)
    {
        MapLists(endpoints, ("POST", request => WithUpstream(request, filter => writes.CreateAsync(Targets, request, filter))));
        endpoints.Map(
            $"{Collection}/{{targets}}",
            ("GET", GetAsync),
            ("PUT", ChangeAsync),
            ("PATCH", ChangeAsync),
            ("DELETE", request => WithTarget(request, (key, filter) => writes.DeleteAsync(key, request, filter))));
        endpoints.Refuse("/targets", () => Answer.NotFound, "GET", "POST");
        endpoints.Refuse("/targets/{targets}", () => Answer.NotFound, "GET", "PUT", "PATCH", "DELETE");
        endpoints.Refuse("/targets/{targets}/upstream", () => Answer.NotFound, "GET", "PUT", "PATCH", "DELETE");
    }

    /// <summary>Adds the paths for reading, which the Status API has in DB-less mode.</summary>
    public void MapReading(EndpointTable endpoints)
    {
        MapLists(endpoints);
        endpoints.Map($"{Collection}/{{targets}}", ("GET", GetAsync));
    }

    private void MapLists(EndpointTable endpoints, params (string Method, AdminHandler Handler)[] writing)
    {
        endpoints.Map(
            Collection,
            [("GET", request => WithUpstream(request, filter => newest.ListAsync(request, filter, PathOf(request)))), .. writing]);
        endpoints.Map(
            $"{Collection}/all", ("GET", request => WithUpstream(request, filter => reads.ListAsync(Targets, request, $"{PathOf(request)}/all", filter))));
    }

    private ValueTask<Answer> GetAsync(AdminRequest request) => WithTarget(request, (key, filter) => reads.GetAsync(key, request, filter));

    // PUT is the same as PATCH here. Both answer with the address as it was sent, though it is kept in its normal form.
    private ValueTask<Answer> ChangeAsync(AdminRequest request) => WithTarget(request, async (key, filter) =>
    {
        string? sent = request.Body["target"].AsText();
        Answer answer = await writes.UpdateAsync(key, request, filter);
        if (sent is not null && answer is { Status: 200, Body: JsonObject shown })
        {
            shown["target"] = sent;
        }

        return answer;
    });

    private ValueTask<Answer> WithUpstream(AdminRequest request, Func<ParentFilter, ValueTask<Answer>> next) =>
        rows.WithParent(Upstreams, "upstream", request, next);

    private ValueTask<Answer> WithTarget(AdminRequest request, Func<PathKey, ParentFilter, ValueTask<Answer>> next) =>
        WithUpstream(request, filter => PathRows.WithChild(Targets, request, key => next(key, filter)));

    private static string PathOf(AdminRequest request) => $"/upstreams/{request.Keys[0].Raw}/targets";
}
