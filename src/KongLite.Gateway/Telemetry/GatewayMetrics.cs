using System.Diagnostics;
using System.Diagnostics.Metrics;
using KongLite.Gateway.Snapshot;
using KongLite.Sdk.Exchanges;

namespace KongLite.Gateway.Telemetry;

/// <summary>The meter <c>KongLite</c>: what docs/observability.md lists. Measuring costs nothing while nobody listens, and no object when somebody does.</summary>
internal sealed class GatewayMetrics : IDisposable
{
    private const string Seconds = "s";
    private static readonly InstrumentAdvice<double> Latencies = new()
    {
        // OpenTelemetry's for http.server.request.duration.
        HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
    };

    // The tags' values, so that none is made or boxed for a request.
    private static readonly string[] Classes = ["other", "1xx", "2xx", "3xx", "4xx", "5xx"];

    private readonly Counter<long> _requests;
    private readonly Histogram<double> _total;
    private readonly Histogram<double> _gateway;
    private readonly Histogram<double> _upstream;
    private readonly Histogram<double> _builds;
    private readonly Counter<long> _pluginFailures;

    /// <summary>The instruments.</summary>
    /// <param name="state">The snapshot in force.</param>
    /// <param name="clock">Tells how long the change feed has been out of reach.</param>
    /// <param name="connections">Counts connections; null: nobody does.</param>
    /// <param name="accessLogs">The access logs; null: there are none.</param>
    public GatewayMetrics(GatewayState state, TimeProvider clock, ConnectionCounters? connections = null, AccessLogs? accessLogs = null)
    {
        Meter = new Meter("KongLite", NodeInfo.Version);
        _requests = Meter.CreateCounter<long>("konglite.requests", "{request}", "Proxied requests that were answered.");
        _total = Meter.CreateHistogram("konglite.request.duration", Seconds, "Time from the beginning of a request to the end of its answer.", null, Latencies);
        _gateway = Meter.CreateHistogram("konglite.gateway.duration", Seconds, "Time that the gateway itself took for a request.", null, Latencies);
        _upstream = Meter.CreateHistogram("konglite.upstream.duration", Seconds, "Time until the service's answer began.", null, Latencies);
        _builds = Meter.CreateHistogram<double>("konglite.snapshot.build.duration", Seconds, "Time to build a snapshot of the configuration.");
        _pluginFailures = Meter.CreateCounter<long>("konglite.plugin.failures", "{failure}", "Phases of plugins that failed.");
        Meter.CreateObservableGauge("konglite.snapshot.version", () => state.Current.Version, "{version}", "Version of the configuration in force; -1: none yet.");
        Meter.CreateObservableGauge("konglite.feed.outage", () => state.LostAt is { } lost ? (clock.GetUtcNow() - lost).TotalSeconds : 0, Seconds, "How long the change feed has been out of reach; 0: it is not.");
        if (connections is not null)
        {
            Meter.CreateObservableCounter("konglite.connections.accepted", () => connections.Accepted, "{connection}", "Connections accepted so far.");
            Meter.CreateObservableUpDownCounter("konglite.connections.active", () => connections.Active, "{connection}", "Connections that are open.");
        }

        if (accessLogs is not null)
        {
            Meter.CreateObservableCounter("konglite.access_log.dropped", () => accessLogs.Dropped, "{line}", "Lines of access logs that were dropped.");
        }
    }

    /// <summary>The meter, of this node alone.</summary>
    public Meter Meter { get; }

    /// <summary>A request has been answered.</summary>
    public void Answered(Exchange exchange)
    {
        if (_requests.Enabled || _total.Enabled)
        {
            Count(exchange);
        }

        if (_gateway.Enabled && exchange.Calls.GatewayTime > TimeSpan.Zero)
        {
            _gateway.Record(exchange.Calls.GatewayTime.TotalSeconds);
        }

        if (_upstream.Enabled && exchange.Calls.UpstreamTime is { } time)
        {
            _upstream.Record(time.TotalSeconds);
        }
    }

    /// <summary>A snapshot has been built.</summary>
    public void Built(TimeSpan time) => _builds.Record(time.TotalSeconds);

    /// <summary>A plugin's phase failed.</summary>
    /// <param name="plugin">Its name.</param>
    /// <param name="phase">The phase, such as <c>access</c>.</param>
    public void PluginFailed(string plugin, string phase)
    {
        if (_pluginFailures.Enabled)
        {
            _pluginFailures.Add(1, new("konglite.plugin.name", plugin), new("konglite.plugin.phase", phase));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Meter.Dispose();

    private void Count(Exchange exchange)
    {
        int status = exchange.Measures.Status;
        KeyValuePair<string, object?> kind = new("http.response.status_class", Classes[status is >= 100 and <= 599 ? status / 100 : 0]);
        KeyValuePair<string, object?> source = new("konglite.response.source", exchange.Source == ResponseSource.Service ? "upstream" : "gateway");
        _requests.Add(1, kind, source);
        if (_total.Enabled)
        {
            long end = exchange.Calls.Finished == 0 ? Stopwatch.GetTimestamp() : exchange.Calls.Finished;
            _total.Record(Stopwatch.GetElapsedTime(exchange.StartTimestamp, end).TotalSeconds, kind, source);
        }
    }
}
