using System.Collections.Concurrent;
using KongLite.Sdk.Entities;

namespace KongLite.Plugins.Prometheus;

/// <summary>The series of one route, at hand for the next request.</summary>
internal sealed class RouteSeries
{
    private const string Workspace = "workspace=\"default\"";

    private readonly RequestMetrics _metrics;
    private readonly string _labels;
    private readonly Lazy<Histogram> _gatewayTime;
    private readonly Lazy<Histogram> _upstreamTime;
    private readonly Lazy<Histogram> _requestTime;
    private readonly ConcurrentDictionary<string, ConsumerSeries> _consumers = new(StringComparer.Ordinal);

    /// <summary>Puts the labels of a route together.</summary>
    public RouteSeries(RequestMetrics metrics, Route route, Service? service)
    {
        _metrics = metrics;
        Service = service;
        _labels = $"service=\"{MetricsText.Escape(service?.Name ?? service?.Host)}\",route=\"{MetricsText.Escape(route.Name ?? route.Id.ToString("D"))}\"";
        string labels = $"{_labels},{Workspace}";
        _gatewayTime = new Lazy<Histogram>(() => metrics.GatewayTime.Series(labels));
        _upstreamTime = new Lazy<Histogram>(() => metrics.UpstreamTime.Series(labels));
        _requestTime = new Lazy<Histogram>(() => metrics.RequestTime.Series(labels));
    }

    /// <summary>The service that the labels name.</summary>
    public Service? Service { get; }

    /// <summary>The gateway's part of the time.</summary>
    public Histogram GatewayTime => _gatewayTime.Value;

    /// <summary>The service's part of the time.</summary>
    public Histogram UpstreamTime => _upstreamTime.Value;

    /// <summary>The whole time.</summary>
    public Histogram RequestTime => _requestTime.Value;

    /// <summary>The series of a consumer.</summary>
    /// <param name="name">Its name; empty: nobody's.</param>
    public ConsumerSeries Of(string name) => _consumers.TryGetValue(name, out ConsumerSeries? known) ? known : Add(name);

    private ConsumerSeries Add(string name) => _consumers.GetOrAdd(name, new ConsumerSeries(_metrics, _labels, $"{Workspace},consumer=\"{MetricsText.Escape(name)}\""));
}
