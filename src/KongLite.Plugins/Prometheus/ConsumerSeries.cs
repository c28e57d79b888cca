using System.Collections.Concurrent;
using System.Globalization;

namespace KongLite.Plugins.Prometheus;

/// <summary>The series of one route and one consumer, or nobody.</summary>
/// <param name="metrics">The metrics.</param>
/// <param name="before">The labels that come first.</param>
/// <param name="after">The labels that come last.</param>
internal sealed class ConsumerSeries(RequestMetrics metrics, string before, string after)
{
    private readonly ConcurrentDictionary<(int Status, bool IsService), Counter> _requests = new();
    private readonly Lazy<Counter> _ingress = new(() => metrics.Bandwidth.Series($"{before},direction=\"ingress\",{after}"));
    private readonly Lazy<Counter> _egress = new(() => metrics.Bandwidth.Series($"{before},direction=\"egress\",{after}"));

    /// <summary>Bytes of requests.</summary>
    public Counter Ingress => _ingress.Value;

    /// <summary>Bytes of answers.</summary>
    public Counter Egress => _egress.Value;

    /// <summary>Requests with a status.</summary>
    /// <param name="status">The status.</param>
    /// <param name="isService">Whether the service gave it.</param>
    public Counter Requests(int status, bool isService) =>
        _requests.TryGetValue((status, isService), out Counter? known) ? known : Add(status, isService);

    private Counter Add(int status, bool isService)
    {
        string source = isService ? "service" : "kong";
        string code = status.ToString(CultureInfo.InvariantCulture);
        return _requests.GetOrAdd((status, isService), metrics.Requests.Series($"{before},code=\"{code}\",source=\"{source}\",{after}"));
    }
}
