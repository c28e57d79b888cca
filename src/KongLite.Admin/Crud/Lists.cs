using System.Text.Json.Nodes;

namespace KongLite.Admin.Crud;

/// <summary>The shape of lists: <c>data</c>, the link to the <c>next</c> page, and its <c>offset</c>, which the last page lacks.</summary>
internal static class Lists
{
    /// <summary>A page.</summary>
    /// <param name="rows">Its rows.</param>
    /// <param name="next">Path and query of the next page; null: there is none.</param>
    /// <param name="token">Token of the next page; null: there is none.</param>
    public static Answer Answer(JsonArray rows, string? next, string? token)
    {
        var body = new JsonObject { ["data"] = rows, ["next"] = next };
        if (token is not null)
        {
            body["offset"] = token;
        }

        return Admin.Answer.Ok(body);
    }
}
