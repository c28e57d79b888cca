using KongLite.Admin.Routing;

namespace KongLite.Admin.Endpoints;

/// <summary>Paths of Kong's other ways to run, which this node tells apart by their refusals, and of caches, which it does not have.</summary>
internal static class OperationsEndpoints
{
    private const string OnlyControlPlane =
        "this endpoint is only available when Kong is configured to run as Control Plane for the cluster";

    /// <summary>Adds the paths.</summary>
    public static void Map(EndpointTable endpoints)
    {
        endpoints.Map("/clustering/data-planes", ("GET", Refuse(OnlyControlPlane)));
        endpoints.Map("/clustering/status", ("GET", Refuse(OnlyControlPlane)));

        // What this node caches is always current, so that no key is there to read and nothing is left to drop.
        endpoints.Map("/cache", ("DELETE", _ => Answer.NoContent.AsTask()));
        endpoints.Map("/cache/{key}", ("GET", _ => Answer.NotFound.AsTask()), ("DELETE", _ => Answer.NoContent.AsTask()));
    }

    private static AdminHandler Refuse(string reason) => _ => Answer.Message(400, reason).AsTask();
}
