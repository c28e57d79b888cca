using System.Runtime.CompilerServices;
using KongLite.Sdk.Entities;

namespace KongLite.Plugins.Prometheus;

/// <summary>The metrics of requests. They outlive every change of the configuration.</summary>
internal sealed class RequestMetrics
{
    private static readonly long[] GatewayBounds = [1, 2, 5, 7, 10, 15, 20, 30, 50, 75, 100, 200, 500, 750, 1000, 3000, 6000];
    private static readonly long[] ServiceBounds = [25, 50, 80, 100, 250, 400, 700, 1000, 2000, 5000, 10000, 30000, 60000];

    // The labels of a route are put together once; they go when its entity does.
    private readonly ConditionalWeakTable<Route, RouteSeries> _routes = [];

    /// <summary>Requests by status.</summary>
    public MetricFamily<Counter> Requests { get; } =
        new("http_requests_total", "HTTP status codes per consumer/service/route in Kong", () => new Counter());

    /// <summary>Bytes by direction.</summary>
    public MetricFamily<Counter> Bandwidth { get; } =
        new("bandwidth_bytes", "Total bandwidth (ingress/egress) throughput in bytes", () => new Counter());

    /// <summary>The gateway's part of the time.</summary>
    public MetricFamily<Histogram> GatewayTime { get; } = new(
        "kong_latency_ms", "Latency added by Kong and enabled plugins for each service/route in Kong", () => new Histogram(GatewayBounds));

    /// <summary>The service's part of the time.</summary>
    public MetricFamily<Histogram> UpstreamTime { get; } = new(
        "upstream_latency_ms", "Latency added by upstream response for each service/route in Kong", () => new Histogram(ServiceBounds));

    /// <summary>The whole time.</summary>
    public MetricFamily<Histogram> RequestTime { get; } = new(
        "request_latency_ms", "Total latency incurred during requests for each service/route in Kong", () => new Histogram(ServiceBounds));

    /// <summary>The series of a route.</summary>
    public RouteSeries Of(Route route, Service? service)
    {
        if (_routes.TryGetValue(route, out RouteSeries? known) && ReferenceEquals(known.Service, service))
        {
            return known;
        }

        // The service was written and the route was not.
        var series = new RouteSeries(this, route, service);
        _routes.AddOrUpdate(route, series);
        return series;
    }
}
