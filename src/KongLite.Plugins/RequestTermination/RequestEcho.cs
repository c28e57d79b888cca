using System.Text;
using System.Text.Json.Nodes;
using KongLite.Plugins.Shared;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Schema;

namespace KongLite.Plugins.RequestTermination;

/// <summary>A request as the client is told it back.</summary>
internal static class RequestEcho
{
    /// <summary>Describes the request, the route and service it matched, and the node.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="message">Text of the answer; null: none.</param>
    public static async ValueTask<JsonObject> DescribeAsync(Exchange exchange, string? message)
    {
        var echo = new JsonObject
        {
            ["kong"] = new JsonObject
            {
                ["node_id"] = exchange.Node.Id.ToString("D"),
                ["worker_pid"] = Environment.ProcessId,
                ["hostname"] = exchange.Node.Hostname,
            },
            ["request"] = await RequestAsync(exchange),
        };
        Put(echo, "message", message);
        Put(echo, "matched_route", exchange.Route is { } route ? Describe(EntitySchema.Of(route.GetType()), route, exchange) : null);
        Put(echo, "matched_service", exchange.Service is { } service ? Describe(EntitySchema.Of<Service>(), service, exchange) : null);
        return echo;
    }

    private static async ValueTask<JsonObject> RequestAsync(Exchange exchange)
    {
        ClientRequest request = exchange.Request;
        RequestBody body = await request.ReadBodyAsync();
        var described = new JsonObject
        {
            ["scheme"] = request.Scheme,
            ["host"] = request.Host,
            ["port"] = request.Port,
            ["headers"] = RequestHeaders.ToJson(request.Headers, exchange.Node.MaxRequestHeaders),
            ["query"] = request.Query.ToJson(),
            ["method"] = request.Method,
            ["path"] = request.Path,
            ["uri_captures"] = Captures(request.Captures),
        };
        Put(described, "body", BodyParser.Parse(exchange, body).Value);
        // Kong has no text for a body that it keeps in a file.
        Put(described, "raw_body", body.IsLarge ? null : JsonValue.Create(Encoding.UTF8.GetString(body.Bytes.Span)));
        return described;
    }

    private static JsonObject Captures(UriCaptures captures)
    {
        var named = new JsonObject();
        foreach ((string name, string value) in captures.Named)
        {
            named[name] = value;
        }

        return new JsonObject { ["named"] = named, ["unnamed"] = new JsonArray([.. captures.Unnamed.Select(value => JsonValue.Create(value))]) };
    }

    // Kong's rows in memory lack what is null.
    private static JsonObject Describe(EntitySchema schema, IEntity entity, Exchange exchange)
    {
        JsonObject row = schema.ToJson(entity, exchange.StartTime);
        foreach (string name in row.Where(each => each.Value is null).Select(each => each.Key).ToList())
        {
            row.Remove(name);
        }

        return row;
    }

    private static void Put(JsonObject target, string name, JsonNode? value)
    {
        if (value is not null)
        {
            target[name] = value;
        }
    }
}
