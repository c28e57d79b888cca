using KongLite.Admin.Routing;
using KongLite.Gateway.Snapshot;
using KongLite.Sdk.Schema;

namespace KongLite.Admin.Endpoints;

/// <summary>Whether the node should get traffic: <c>/status/ready</c>, which only the Status API has.</summary>
internal sealed class ReadinessEndpoints(GatewayState state)
{
    private volatile bool _draining;

    /// <summary>Adds the path.</summary>
    public void Map(EndpointTable endpoints) => endpoints.Map(
        "/status/ready",
        ("GET", _ => Show().AsTask()),
        ("POST", request => Drain(request).AsTask()));

    private Answer Show() =>
        _draining ? Answer.Message(503, "draining")
        : state.Current.Version < 0 ? Answer.Message(503, "router builds not yet complete")
        : Answer.Message(200, "ready");

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
