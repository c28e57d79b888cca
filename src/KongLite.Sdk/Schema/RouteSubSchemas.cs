using System.Text.Json.Nodes;
using KongLite.Sdk.Entities;

namespace KongLite.Sdk.Schema;

/// <summary>
/// Routes have one set of fields, but Kong picks their rules by the first known protocol: without one, that is all it reports.
/// </summary>
internal sealed class RouteSubSchemas : ISubSchemas
{
    private static readonly RecordSchema Schema = EntitySchema.Of<Route>().Record;

    public string Key => "protocols";

    public RecordSchema? Find(JsonObject input, out string? error)
    {
        error = null;
        // Not a list: the ordinary type error says more.
        if (input[Key] is not JsonArray protocols || protocols.Any(each => Protocols.TryParse(each.AsText(), out _)))
        {
            return Schema;
        }

        string first = protocols.Count == 0 ? "nil" : protocols[0].AsText() ?? protocols[0]?.ToJsonString() ?? "nil";
        error = $"unknown type: {first}";
        return null;
    }
}
