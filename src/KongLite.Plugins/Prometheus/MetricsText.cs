using System.Globalization;
using System.Text;

namespace KongLite.Plugins.Prometheus;

/// <summary>Writes metrics in Prometheus' text format.</summary>
internal sealed class MetricsText
{
    private const string Prefix = "kong_";
    private readonly StringBuilder _text = new();

    /// <summary>A value as it stands between the quotes of a label; nothing for null.</summary>
    public static string Escape(string? value) => value is null ? string.Empty
        : value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    /// <summary>Writes a gauge, or a counter of the node's.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type"><c>gauge</c> or <c>counter</c>.</param>
    /// <param name="help">What it means.</param>
    /// <param name="series">Labels, without braces and empty for none, and value of each series.</param>
    public void Write(string name, string type, string help, params ReadOnlySpan<(string Labels, long Value)> series)
    {
        Head(name, type, help);
        foreach ((string labels, long value) in series)
        {
            Line(name, labels, value);
        }
    }

    /// <summary>Writes counters; nothing when nothing was counted.</summary>
    public void Write(MetricFamily<Counter> family)
    {
        if (family.IsEmpty)
        {
            return;
        }

        Head(family.Name, "counter", family.Help);
        foreach ((string labels, Counter counter) in family.Sorted())
        {
            Line(family.Name, labels, counter.Value);
        }
    }

    /// <summary>Writes histograms; nothing when nothing was measured.</summary>
    public void Write(MetricFamily<Histogram> family)
    {
        if (family.IsEmpty)
        {
            return;
        }

        Head(family.Name, "histogram", family.Help);
        foreach ((string labels, Histogram histogram) in family.Sorted())
        {
            long[] counts = histogram.Cumulated();
            for (int i = 0; i < histogram.Bounds.Count; i++)
            {
                Line($"{family.Name}_bucket", $"{labels},le=\"{histogram.Bounds[i].ToString(CultureInfo.InvariantCulture)}\"", counts[i]);
            }

            Line($"{family.Name}_bucket", $"{labels},le=\"+Inf\"", counts[^1]);
            Line($"{family.Name}_count", labels, counts[^1]);
            Line($"{family.Name}_sum", labels, histogram.Sum);
        }
    }

    /// <summary>All that was written.</summary>
    public override string ToString() => _text.ToString();

    private void Head(string name, string type, string help) => _text
        .Append("# HELP ").Append(Prefix).Append(name).Append(' ').Append(help).Append('\n')
        .Append("# TYPE ").Append(Prefix).Append(name).Append(' ').Append(type).Append('\n');

    private void Line(string name, string labels, long value)
    {
        _text.Append(Prefix).Append(name);
        if (labels.Length > 0)
        {
            _text.Append('{').Append(labels).Append('}');
        }

        _text.Append(' ').Append(CultureInfo.InvariantCulture, $"{value}").Append('\n');
    }
}
