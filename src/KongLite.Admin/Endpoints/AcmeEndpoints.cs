using System.Text.Json.Nodes;
using KongLite.Admin.Routing;
using KongLite.Sdk.Schema;

namespace KongLite.Admin.Endpoints;

/// <summary>Paths of Kong's acme plugin, which this node answers as a Kong without a row of it: the plugin is not known here.</summary>
internal static class AcmeEndpoints
{
    /// <summary>Adds the paths.</summary>
    public static void Map(EndpointTable endpoints)
    {
        endpoints.Map("/acme", ("POST", request => Order(request).AsTask()), ("PATCH", NothingAsync));
        endpoints.Map("/acme/certificates", ("GET", NothingAsync));
        endpoints.Map("/acme/certificates/{certificates}", ("GET", NothingAsync));
    }

    private static ValueTask<Answer> NothingAsync(AdminRequest request) => Answer.NothingThere.AsTask();

    private static Answer Order(AdminRequest request)
    {
        JsonNode? given = request.Body["host"] ?? request.Query["host"];
        if (given.AsText() is not { Length: > 0 } host)
        {
            return Answer.Message(400, "host must be provided and containing a single domain");
        }

        return host.Contains(':', StringComparison.Ordinal) ? Answer.Message(400, "port is not allowed in host") : Answer.NothingThere;
    }
}
