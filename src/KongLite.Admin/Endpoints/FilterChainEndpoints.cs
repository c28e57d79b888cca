using KongLite.Admin.Routing;

namespace KongLite.Admin.Endpoints;

/// <summary>Paths of WebAssembly filters, which this node answers as a Kong with <c>wasm = off</c>, the default.</summary>
internal static class FilterChainEndpoints
{
    private static readonly string[] Row = ["GET", "PUT", "PATCH", "DELETE"];

    private static Answer Refusal => Answer.Message(400, "this endpoint is only available when wasm is enabled");

    /// <summary>Adds the paths.</summary>
    public static void Map(EndpointTable endpoints)
    {
        endpoints.Refuse("/filter-chains/{filter_chains}/route", () => Refusal, Row);
        endpoints.Refuse("/filter-chains/{filter_chains}/service", () => Refusal, Row);
        foreach (string parent in new[] { string.Empty, "/routes/{routes}", "/services/{services}" })
        {
            endpoints.Refuse($"{parent}/filter-chains", () => Refusal, "GET", "POST");
            endpoints.Refuse($"{parent}/filter-chains/{{filter_chains}}", () => Refusal, Row);
        }

        foreach (string which in new[] { "all", "disabled", "enabled" })
        {
            endpoints.Refuse($"/routes/{{routes}}/filters/{which}", () => Refusal, "GET");
        }

        endpoints.Map("/schemas/filters/{name}", ("GET", request => Answer.Message(404, $"Filter '{request.Keys[0].Text}' not found").AsTask()));
    }
}
