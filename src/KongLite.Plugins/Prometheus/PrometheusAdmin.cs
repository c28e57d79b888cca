using KongLite.Sdk.Admin;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Storage;

namespace KongLite.Plugins.Prometheus;

/// <summary><c>/metrics</c>: the node's own, and those of requests as far as a plugin counts them.</summary>
/// <param name="metrics">The metrics of requests.</param>
/// <param name="connections">What the listeners count.</param>
/// <param name="node">The node.</param>
/// <param name="clock">Bounds the question to the database.</param>
/// <param name="database">The database; null: the configuration is kept by the node itself, and always there.</param>
internal sealed class PrometheusAdmin(
    RequestMetrics metrics, ConnectionCounters connections, NodeInfo node, TimeProvider clock, IDatabase? database = null) : IAdminExtension
{
    private static readonly Dictionary<int, string> Shown = new() { [200] = "The metrics, in Prometheus' text format." };

    /// <inheritdoc/>
    public string Plugin => "prometheus";

    /// <inheritdoc/>
    public IReadOnlyList<AdminOperation> Operations =>
    [
        new("GET", "/metrics", "Show the node's metrics", ShowAsync) { Answers = Shown, IsOnStatus = true },
    ];

    private async ValueTask<AdminOperationAnswer> ShowAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        bool isReachable = database is null || await database.AnswersAsync(clock, cancellationToken);
        var text = new MetricsText();
        // In the order of their names, as Kong prints them.
        text.Write(metrics.Bandwidth);
        text.Write("datastore_reachable", "gauge", "Datastore reachable from Kong, 0 is unreachable", ("", isReachable ? 1 : 0));
        text.Write(metrics.Requests);
        text.Write(metrics.GatewayTime);
        WriteNode(text);
        text.Write(metrics.RequestTime);
        text.Write(metrics.UpstreamTime);
        return new AdminOperationAnswer(200) { Text = text.ToString() };
    }

    private void WriteNode(MetricsText text)
    {
        string id = $"node_id=\"{node.Id:D}\"";
        string subsystem = $"{id},subsystem=\"http\"";
        // There is no Lua: what Kong's dashboards show here is the runtime's heap.
        text.Write(
            "memory_workers_lua_vms_bytes", "gauge", "Allocated bytes in worker Lua VM",
            ($"{id},pid=\"{Environment.ProcessId}\",kong_subsystem=\"http\"", GC.GetTotalMemory(forceFullCollection: false)));
        text.Write(
            "nginx_connections_total", "gauge", "Number of connections by subsystem",
            ($"{subsystem},state=\"accepted\"", connections.Accepted),
            ($"{subsystem},state=\"active\"", connections.Active),
            ($"{subsystem},state=\"handled\"", connections.Accepted),
            ($"{subsystem},state=\"reading\"", 0),
            ($"{subsystem},state=\"total\"", connections.Requests),
            ($"{subsystem},state=\"waiting\"", Math.Max(0, connections.Active - connections.Answering)),
            ($"{subsystem},state=\"writing\"", connections.Answering));
        text.Write("nginx_metric_errors_total", "counter", "Number of nginx-lua-prometheus errors", ("", 0));
        text.Write("nginx_requests_total", "gauge", "Number of requests total", ($"{subsystem}", connections.Requests));
        // The runtime says how many timers wait; those that run are work like any other.
        text.Write("nginx_timers", "gauge", "Number of nginx timers", ("state=\"pending\"", Timer.ActiveCount), ("state=\"running\"", 0));
        text.Write("node_info", "gauge", "Kong Node metadata information", ($"{id},version=\"{NodeInfo.KongVersion}\"", 1));
    }
}
