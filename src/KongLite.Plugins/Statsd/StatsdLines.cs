using System.Globalization;
using System.Text;
using KongLite.Plugins.Shared.Metrics;
using KongLite.Sdk.Exchanges;

namespace KongLite.Plugins.Statsd;

/// <summary>Writes metrics as StatsD takes them: <c>kong.service.s.latency:12|ms</c>, with tags in one of four styles.</summary>
internal sealed class StatsdLines
{
    private readonly StatsdConfig _config;
    private readonly string _prefix;

    /// <summary>Puts together what all lines begin with.</summary>
    public StatsdLines(StatsdConfig config)
    {
        _config = config;
        string prefix = config.Prefix ?? "kong";
        _prefix = config is { HostnameInPrefix: true, TagStyle: null } ? $"{prefix}.node.{Plain(Environment.MachineName)}" : prefix;
    }

    /// <summary>Writes a number of the exchange's service.</summary>
    public void Write(StringBuilder text, StatsdMetric metric, Exchange exchange, string name, long value) =>
        Write(text, metric, exchange, name, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Writes a value of the exchange's service.</summary>
    public void Write(StringBuilder text, StatsdMetric metric, Exchange exchange, string name, string value)
    {
        if (_config.TagStyle is { } style)
        {
            WriteTagged(text, metric, exchange, name, value, style);
            return;
        }

        text.Append(_prefix).Append('.').Append(ScopeOf(metric, exchange)).Append('.').Append(name);
        AppendValue(text, metric, value);
        text.Append('\n');
    }

    /// <summary>Writes a number of no service.</summary>
    public void WriteUnscoped(StringBuilder text, StatsdMetric metric, string name, long value)
    {
        text.Append(_prefix).Append('.').Append(name);
        AppendValue(text, metric, value.ToString(CultureInfo.InvariantCulture));
        text.Append('\n');
    }

    private void WriteTagged(StringBuilder text, StatsdMetric metric, Exchange exchange, string name, string value, string style)
    {
        string tags = TagsOf(metric, exchange, style == "dogstatsd" ? ':' : '=');
        text.Append(_prefix).Append('.').Append(name);
        if (tags.Length > 0 && style != "dogstatsd")
        {
            text.Append(style switch { "influxdb" => ",", "librato" => "#", _ => "[" }).Append(tags).Append(style == "signalfx" ? "]" : string.Empty);
        }

        AppendValue(text, metric, value);
        if (tags.Length > 0 && style == "dogstatsd")
        {
            text.Append("|#").Append(tags);
        }

        text.Append('\n');
    }

    private string TagsOf(StatsdMetric metric, Exchange exchange, char separator)
    {
        if (exchange.Service is not { } service)
        {
            return string.Empty;
        }

        var tags = new StringBuilder();
        Append("service", MetricNames.Of(service, metric.ServiceIdentifier ?? _config.ServiceIdentifierDefault));
        Append("route", exchange.Route?.Name ?? exchange.Route?.Id.ToString("D"));
        Append("workspace", MetricNames.OfWorkspace(metric.WorkspaceIdentifier ?? _config.WorkspaceIdentifierDefault));
        Append("consumer", MetricNames.Of(exchange.Client.Consumer, metric.ConsumerIdentifier ?? _config.ConsumerIdentifierDefault));
        Append("node", Environment.MachineName);
        Append("status", exchange.Measures.Status.ToString(CultureInfo.InvariantCulture));
        return tags.ToString();

        void Append(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                tags.Append(tags.Length == 0 ? string.Empty : ",").Append(name).Append(separator).Append(value);
            }
        }
    }

    private string ScopeOf(StatsdMetric metric, Exchange exchange) => exchange.Service is not { } service ? "global.unmatched"
        : MetricNames.Of(service, metric.ServiceIdentifier ?? _config.ServiceIdentifierDefault) is { Length: > 0 } name ? $"service.{Plain(name)}"
        : "service.unnamed";

    private static void AppendValue(StringBuilder text, StatsdMetric metric, string value)
    {
        text.Append(':').Append(value).Append('|').Append(metric.StatType switch
        {
            "counter" => "c",
            "gauge" => "g",
            "timer" => "ms",
            "histogram" => "h",
            "meter" => "m",
            _ => "s",
        });
        if (metric.SampleRate is { } rate && rate != 1)
        {
            text.Append("|@").Append(rate.ToString(CultureInfo.InvariantCulture));
        }
    }

    // Dots part the names of StatsD.
    private static string Plain(string name) => name.Replace('.', '_');
}
