using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Plugins;

namespace KongLite.Plugins.Prometheus;

/// <summary>Counts and measures requests for <c>/metrics</c>.</summary>
[Plugin<PrometheusConfig>("prometheus", Priority = 13, AnyProtocol = true)]
internal sealed class PrometheusPlugin(PrometheusConfig config, RequestMetrics metrics) : ILogPhase
{
    /// <inheritdoc/>
    public void Log(Exchange exchange)
    {
        // Kong does not count what belongs to no route.
        if (exchange.Route is not { } route)
        {
            return;
        }

        RouteSeries series = metrics.Of(route, exchange.Service);
        ExchangeMeasures measures = exchange.Measures;
        if (config.StatusCodeMetrics == true || config.BandwidthMetrics == true)
        {
            Count(series.Of(config.PerConsumer == true ? exchange.Client.Consumer?.Username ?? string.Empty : string.Empty), measures, exchange);
        }

        if (config.LatencyMetrics == true)
        {
            series.GatewayTime.Observe(measures.GatewayTime);
            series.RequestTime.Observe(measures.RequestTime);
            if (measures.UpstreamTime is { } time)
            {
                series.UpstreamTime.Observe(time);
            }
        }
    }

    private void Count(ConsumerSeries series, in ExchangeMeasures measures, Exchange exchange)
    {
        if (config.StatusCodeMetrics == true)
        {
            series.Requests(measures.Status, exchange.Response.Source == ResponseSource.Service).Add(1);
        }

        if (config.BandwidthMetrics == true)
        {
            series.Ingress.Add(measures.RequestSize);
            series.Egress.Add(measures.ResponseSize);
        }
    }
}
