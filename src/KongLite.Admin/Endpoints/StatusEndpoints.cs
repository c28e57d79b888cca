using System.Globalization;
using System.Text.Json.Nodes;
using KongLite.Admin.Routing;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;

namespace KongLite.Admin.Endpoints;

/// <summary>How the node is: <c>/status</c> and <c>/status/dns</c>.</summary>
/// <param name="connections">What the node counts.</param>
/// <param name="clock">Bounds the question to the database.</param>
/// <param name="database">The database; null: the configuration is kept by the node itself, and always there.</param>
/// <param name="declarative">The configuration in DB-less mode; null: it can be written.</param>
internal sealed class StatusEndpoints(
    ConnectionCounters connections, TimeProvider clock, IDatabase? database = null, IDeclarativeStore? declarative = null)
{
    private const int DefaultScale = 2;

    // As many decimals as Lua prints at most.
    private const int MaxScale = 99;

    /// <summary>Adds the paths.</summary>
    public void Map(EndpointTable endpoints)
    {
        endpoints.Map("/status", ("GET", ShowAsync));
        endpoints.Map("/status/dns", ("GET", _ => Answer.Message(501, "not implemented with the legacy DNS client").AsTask()));
    }

    private async ValueTask<Answer> ShowAsync(AdminRequest request)
    {
        if (ReadSizes(request, out string unit, out int scale) is { } refusal)
        {
            return refusal;
        }

        var status = new JsonObject();
        if (declarative is null)
        {
            status["database"] = new JsonObject { ["reachable"] = database is null || await database.AnswersAsync(clock, request.Aborted) };
        }
        else
        {
            status["configuration_hash"] = declarative.Loaded.Hash;
        }

        status["memory"] = new JsonObject
        {
            // There are no shared dictionaries and no Lua; the node's memory is the runtime's heap.
            ["lua_shared_dicts"] = new JsonObject(),
            ["workers_lua_vms"] = new JsonArray(new JsonObject
            {
                ["http_allocated_gc"] = Size(GC.GetTotalMemory(forceFullCollection: false), unit, scale),
                ["pid"] = Environment.ProcessId,
            }),
        };
        status["server"] = new JsonObject
        {
            ["connections_accepted"] = connections.Accepted,
            ["connections_active"] = connections.Active,
            ["connections_handled"] = connections.Accepted,
            ["connections_reading"] = 0,
            ["connections_waiting"] = Math.Max(0, connections.Active - connections.Answering),
            ["connections_writing"] = connections.Answering,
            ["total_requests"] = connections.Requests,
        };
        return Answer.Ok(status);
    }

    private static Answer? ReadSizes(AdminRequest request, out string unit, out int scale)
    {
        unit = request.Argument("unit") ?? "m";
        scale = DefaultScale;
        if (unit is not ("" or "b" or "B" or "k" or "K" or "m" or "M" or "g" or "G"))
        {
            return Answer.Message(400, $"invalid unit '{unit}' (expected 'k/K', 'm/M', or 'g/G')");
        }

        if (LuaNumber.TryParse(request.Argument("scale") ?? string.Empty, out double number))
        {
            if (number < 0)
            {
                return Answer.Message(400, "scale must be equal or greater than 0");
            }

            scale = (int)Math.Min(number, MaxScale);
        }

        return null;
    }

    private static JsonNode Size(long bytes, string unit, int scale)
    {
        switch (unit)
        {
            case "b" or "B":
                return bytes;
            case "":
                return bytes.ToString(CultureInfo.InvariantCulture);
            default:
                int power = unit switch { "k" or "K" => 1, "m" or "M" => 2, _ => 3 };
                string number = (bytes / Math.Pow(1024, power)).ToString($"F{scale}", CultureInfo.InvariantCulture);
                return $"{number} {"KMG"[power - 1]}iB";
        }
    }
}
