using KongLite.Admin.Routing;
using KongLite.Gateway.Snapshot;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;
using Microsoft.Extensions.Hosting;

namespace KongLite.Admin.Endpoints;

/// <summary>Whether the node should get traffic: <c>/status/ready</c>, which only the Status API has.</summary>
/// <param name="state">What the proxy follows.</param>
/// <param name="clock">Bounds the question to the database.</param>
/// <param name="database">The database; null: the configuration is kept by the node itself.</param>
/// <param name="declarative">The configuration in DB-less mode; null: it can be written.</param>
/// <param name="lifetime">Tells when the node has been told to stop; null: nobody tells.</param>
internal sealed class ReadinessEndpoints(
    GatewayState state, TimeProvider clock, IDatabase? database = null, IDeclarativeStore? declarative = null, IHostApplicationLifetime? lifetime = null)
{
    private volatile bool _draining;

    /// <summary>Adds the path.</summary>
    public void Map(EndpointTable endpoints) => endpoints.Map(
        "/status/ready",
        ("GET", ShowAsync),
        ("POST", request => Drain(request).AsTask()));

    private async ValueTask<Answer> ShowAsync(AdminRequest request) =>
        _draining || lifetime is { ApplicationStopping.IsCancellationRequested: true } ? Answer.Message(503, "draining")
        : await WhyNotYetAsync(request.Aborted) is { } reason ? Answer.Message(503, reason)
        : Answer.Message(200, "ready");

    private async ValueTask<string?> WhyNotYetAsync(CancellationToken cancellationToken)
    {
        long version = state.Current.Version;
        if (declarative is null)
        {
            // A node that has a snapshot serves it without the database, which all nodes lose at the same time.
            return version >= 0 ? null
                : database is null || await database.AnswersAsync(clock, cancellationToken) ? "router builds not yet complete"
                : "failed to connect to database";
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
