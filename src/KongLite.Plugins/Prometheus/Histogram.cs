namespace KongLite.Plugins.Prometheus;

/// <summary>How often a time fell below each of some bounds.</summary>
/// <param name="bounds">The bounds in milliseconds, inclusive and ascending.</param>
internal sealed class Histogram(long[] bounds)
{
    private readonly long[] _counts = new long[bounds.Length + 1];
    private long _sum;

    /// <summary>The bounds in milliseconds.</summary>
    public IReadOnlyList<long> Bounds => bounds;

    /// <summary>All times together, in milliseconds.</summary>
    public long Sum => Interlocked.Read(ref _sum);

    /// <summary>Counts a time.</summary>
    public void Observe(long milliseconds)
    {
        int index = 0;
        while (index < bounds.Length && milliseconds > bounds[index])
        {
            index++;
        }

        Interlocked.Increment(ref _counts[index]);
        Interlocked.Add(ref _sum, milliseconds);
    }

    /// <summary>How many times were at or below each bound, and last how many there were at all.</summary>
    public long[] Cumulated()
    {
        long[] result = new long[_counts.Length];
        long total = 0;
        for (int i = 0; i < result.Length; i++)
        {
            total += Interlocked.Read(ref _counts[i]);
            result[i] = total;
        }

        return result;
    }
}
