using KongLite.Admin.Routing;
using KongLite.Gateway.Snapshot;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;

namespace KongLite.Admin.Endpoints;

/// <summary>Whether the node should get traffic: <c>/status/ready</c>, which only the Status API has.</summary>
/// <param name="state">What the proxy follows.</param>
/// <param name="declarative">The configuration in DB-less mode; null: there is a database.</param>
internal sealed class ReadinessEndpoints(GatewayState state, IDeclarativeStore? declarative = null)
{
    private volatile bool _draining;

    /// <summary>Adds the path.</summary>
    public void Map(EndpointTable endpoints) => endpoints.Map(
        "/status/ready",
        ("GET", _ => Show().AsTask()),
        ("POST", request => Drain(request).AsTask()));

    private Answer Show() =>
        _draining ? Answer.Message(503, "draining")
        : WhyNotYet() is { } reason ? Answer.Message(503, reason)
        : Answer.Message(200, "ready");

    private string? WhyNotYet()
    {
        long version = state.Current.Version;
        if (declarative is null)
        {
            return version < 0 ? "router builds not yet complete" : null;
        }

        LoadedConfiguration loaded = declarative.Loaded;
        // The node is one worker. Replacing one configuration by the next does not end its being ready.
        return version < (loaded.Since ?? 0) ? "router builds not yet complete, router ready in 0 of 1 workers"
            : loaded.Since is null ? "no configuration available (empty configuration present)"
            : null;
    }

    private Answer Drain(AdminRequest request)
    {
        if (request.Body["status"].AsText() != "draining")
        {
            return Answer.BadRequest;
        }

        _draining = true;
        return Answer.NoContent;
    }
}
