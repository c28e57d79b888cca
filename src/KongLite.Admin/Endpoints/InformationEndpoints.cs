using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using KongLite.Admin.Routing;
using KongLite.Gateway.Snapshot;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Schema;

namespace KongLite.Admin.Endpoints;

/// <summary>What the node says of itself: <c>/</c>, <c>/endpoints</c>, <c>/plugins/enabled</c> and <c>/timers</c>.</summary>
internal sealed class InformationEndpoints(SchemaCatalog catalog, GatewayState state, NodeInfo node, AdminOptions options)
{
    /// <summary>Adds the paths.</summary>
    public void Map(EndpointTable endpoints)
    {
        endpoints.Map("/", ("GET", _ => ShowNode().AsTask()));
        endpoints.Map("/endpoints", ("GET", _ => Answer.Ok(new JsonObject { ["data"] = List(endpoints.Patterns) }).AsTask()));
        endpoints.Map("/plugins/enabled", ("GET", _ => Answer.Ok(new JsonObject { ["enabled_plugins"] = List(PluginNames()) }).AsTask()));
        endpoints.Map("/timers", ("GET", _ => Answer.Ok(ShowTimers()).AsTask()));
    }

    // From memory: it is of use without a database too.
    private Answer ShowNode()
    {
        var available = new JsonObject();
        foreach (string name in PluginNames())
        {
            available[name] = new JsonObject { ["version"] = NodeInfo.KongVersion, ["priority"] = catalog.Plugins[name].Priority };
        }

        return Answer.Ok(new JsonObject
        {
            ["tagline"] = "Welcome to kong",
            ["version"] = NodeInfo.KongVersion,
            ["edition"] = "community",
            ["hostname"] = node.Hostname,
            ["node_id"] = node.Id.ToString("D"),
            // Clients only show it. There is no Lua here, and saying so is the least surprise.
            ["lua_version"] = RuntimeInformation.FrameworkDescription,
            ["timers"] = new JsonObject { ["running"] = 0, ["pending"] = Timer.ActiveCount },
            ["pids"] = new JsonObject { ["master"] = Environment.ProcessId, ["workers"] = new JsonArray(Environment.ProcessId) },
            ["plugins"] = new JsonObject { ["available_on_server"] = available, ["enabled_in_cluster"] = List(state.Current.PluginNames) },
            ["configuration"] = options.Configuration(),
        });
    }

    private static JsonObject ShowTimers()
    {
        long timers = Timer.ActiveCount;
        return new JsonObject
        {
            ["worker"] = new JsonObject { ["id"] = 0, ["count"] = 1 },
            ["stats"] = new JsonObject
            {
                ["flamegraph"] = new JsonObject { ["running"] = string.Empty, ["pending"] = string.Empty, ["elapsed_time"] = string.Empty },
                ["sys"] = new JsonObject { ["running"] = 0, ["pending"] = timers, ["waiting"] = 0, ["total"] = timers },
                ["timers"] = new JsonObject(),
            },
        };
    }

    private IEnumerable<string> PluginNames() => catalog.Plugins.Keys.Order(StringComparer.Ordinal);

    private static JsonArray List(IEnumerable<string> texts) => [.. texts.Select(each => JsonValue.Create(each))];
}
