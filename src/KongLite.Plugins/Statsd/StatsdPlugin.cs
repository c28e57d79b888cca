using System.Text;
using KongLite.Plugins.Shared.Delivery;
using KongLite.Plugins.Shared.Metrics;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Plugins;

namespace KongLite.Plugins.Statsd;

/// <summary>Sends metrics of requests to a StatsD server.</summary>
[Plugin<StatsdConfig>("statsd", Priority = 11, AnyProtocol = true)]
internal sealed class StatsdPlugin : ILogPhase
{
    private readonly StatsdConfig _config;
    private readonly StatsdLines _lines;
    private readonly StatusRanges _statuses;
    private readonly DeliveryQueue _queue;

    /// <summary>Prepares the way to the server; nothing is sent before the first request.</summary>
    public StatsdPlugin(StatsdConfig config, DeliveryQueues queues)
    {
        _config = config;
        _lines = new StatsdLines(config);
        _statuses = new StatusRanges(config.AllowStatusCodes);
        (string host, int port) = (config.Host ?? "localhost", config.Port ?? 8125);
        int packetSize = (int)(config.UdpPacketSize ?? 0);
        bool usesTcp = config.UseTcp == true;
        var settings = DeliverySettings.Of(config.Queue, config.QueueSize, config.FlushTimeout);
        _queue = queues.Of(
            ("statsd", host, port, packetSize, usesTcp, settings),
            settings,
            () => usesTcp
                ? new TcpDelivery(new TcpServer(host, port) { Timeout = SocketTimeout.Of(null), Keepalive = SocketTimeout.Of(null) })
                : new StatsdPackets(new UdpDelivery(host, port, SocketTimeout.Of(null)), packetSize));
    }

    /// <inheritdoc/>
    public void Log(Exchange exchange)
    {
        var text = new StringBuilder();
        foreach (StatsdMetric metric in _config.Metrics ?? [])
        {
            Write(text, metric, exchange);
        }

        if (text.Length > 0)
        {
            // The last line ends where the entry does.
            _queue.Add(Encoding.UTF8.GetBytes(text.ToString(0, text.Length - 1)));
        }
    }

    private void Write(StringBuilder text, StatsdMetric metric, Exchange exchange)
    {
        ExchangeMeasures measures = exchange.Measures;
        switch (metric.Name)
        {
            case "request_count":
                _lines.Write(text, metric, exchange, "request.count", 1);
                break;
            case "request_size":
                _lines.Write(text, metric, exchange, "request.size", measures.RequestSize);
                break;
            case "response_size":
                _lines.Write(text, metric, exchange, "response.size", measures.ResponseSize);
                break;
            case "latency":
                _lines.Write(text, metric, exchange, "latency", measures.RequestTime);
                break;
            case "kong_latency":
                _lines.Write(text, metric, exchange, "kong_latency", measures.GatewayTime);
                break;
            case "upstream_latency" when measures.UpstreamTime is { } time:
                _lines.Write(text, metric, exchange, "upstream_latency", time);
                break;
            default:
                WriteNamed(text, metric, exchange, measures.Status);
                break;
        }
    }

    // With tags these would say again what the tags say.
    private void WriteNamed(StringBuilder text, StatsdMetric metric, Exchange exchange, int status)
    {
        if (_config.TagStyle is not null)
        {
            return;
        }

        string? consumer = MetricNames.Of(exchange.Client.Consumer, metric.ConsumerIdentifier ?? _config.ConsumerIdentifierDefault);
        bool tellsStatus = _statuses.Contain(status);
        switch (metric.Name)
        {
            case "status_count" when tellsStatus:
                _lines.Write(text, metric, exchange, $"status.{status}", 1);
                break;
            case "unique_users" when consumer is not null:
                _lines.Write(text, metric, exchange, "user.uniques", consumer);
                break;
            case "request_per_user" when consumer is not null:
                _lines.Write(text, metric, exchange, $"user.{consumer}.request.count", 1);
                break;
            case "status_count_per_user" when tellsStatus && consumer is not null:
                _lines.Write(text, metric, exchange, $"user.{consumer}.status.{status}", 1);
                break;
            case "status_count_per_workspace" when tellsStatus:
                string workspace = MetricNames.OfWorkspace(metric.WorkspaceIdentifier ?? _config.WorkspaceIdentifierDefault);
                _lines.Write(text, metric, exchange, $"workspace.{workspace}.status.{status}", 1);
                break;
            case "status_count_per_user_per_route" when tellsStatus && consumer is not null && exchange.Route is { } route:
                _lines.WriteUnscoped(text, metric, $"route.{route.Id:D}.user.{consumer}.status.{status}", 1);
                break;
        }
    }
}
