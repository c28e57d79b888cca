using System.Collections.Concurrent;

namespace KongLite.Plugins.Prometheus;

/// <summary>All series of one metric, by their labels. A series stays until the node stops, as scrapers expect.</summary>
/// <typeparam name="T">What counts.</typeparam>
/// <param name="name">Its name, without <c>kong_</c>.</param>
/// <param name="help">What it means.</param>
/// <param name="create">Makes a series.</param>
internal sealed class MetricFamily<T>(string name, string help, Func<T> create) where T : class
{
    private readonly ConcurrentDictionary<string, T> _series = new(StringComparer.Ordinal);

    /// <summary>Its name, without <c>kong_</c>.</summary>
    public string Name => name;

    /// <summary>What it means.</summary>
    public string Help => help;

    /// <summary>Whether nothing has been counted yet.</summary>
    public bool IsEmpty => _series.IsEmpty;

    /// <summary>The series of some labels.</summary>
    /// <param name="labels">The labels as they are printed, without braces.</param>
    public T Series(string labels) => _series.GetOrAdd(labels, static (_, create) => create(), create);

    /// <summary>All series, in the order of their labels.</summary>
    public IReadOnlyList<KeyValuePair<string, T>> Sorted() => [.. _series.OrderBy(series => series.Key, StringComparer.Ordinal)];
}
