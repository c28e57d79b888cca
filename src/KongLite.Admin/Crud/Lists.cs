using System.Text.Json.Nodes;

namespace KongLite.Admin.Crud;

/// <summary>The shape of lists: <c>data</c>, the link to the <c>next</c> page, and its <c>offset</c>, which the last page lacks.</summary>
internal static class Lists
{
    /// <summary>A page.</summary>
    /// <param name="rows">Its rows.</param>
    /// <param name="query">The arguments it was asked for with.</param>
    /// <param name="path">Path of the list.</param>
    /// <param name="token">Token of the next page; null: there is none.</param>
    /// <param name="keepsArguments">Whether size and tags go along to the next page.</param>
    public static Answer Answer(IEnumerable<JsonNode> rows, ListQuery query, string path, string? token, bool keepsArguments)
    {
        var body = new JsonObject
        {
            ["data"] = new JsonArray([.. rows]),
            ["next"] = token is null ? null : query.Next(path, token, keepsArguments),
        };
        if (token is not null)
        {
            body["offset"] = token;
        }

        return Admin.Answer.Ok(body);
    }
}
