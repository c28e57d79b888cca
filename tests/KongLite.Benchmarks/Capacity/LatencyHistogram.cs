using System.Diagnostics;

namespace KongLite.Benchmarks.Capacity;

/// <summary>Latencies of one connection, to 5 %: sixteen buckets for each doubling, from a microsecond on.</summary>
internal sealed class LatencyHistogram
{
    private const int Fineness = 16;
    private readonly long[] _counts = new long[Fineness * 32];

    /// <summary>How many there were.</summary>
    public long Count { get; private set; }

    /// <summary>Adds the time since a moment.</summary>
    /// <param name="started">The moment, in stopwatch ticks.</param>
    public void Add(long started)
    {
        double microseconds = Math.Max(1, Stopwatch.GetElapsedTime(started).TotalMicroseconds);
        _counts[Math.Min(_counts.Length - 1, (int)(Math.Log2(microseconds) * Fineness))]++;
        Count++;
    }

    /// <summary>Adds those of another one.</summary>
    public void Add(LatencyHistogram other)
    {
        for (int i = 0; i < _counts.Length; i++)
        {
            _counts[i] += other._counts[i];
        }

        Count += other.Count;
    }

    /// <summary>The time that a share of them did not exceed, in milliseconds.</summary>
    /// <param name="share">0 to 1.</param>
    public double Percentile(double share)
    {
        long rank = (long)Math.Ceiling(Count * share);
        long seen = 0;
        for (int i = 0; i < _counts.Length; i++)
        {
            seen += _counts[i];
            if (seen >= rank && seen > 0)
            {
                return Math.Pow(2, (i + 1.0) / Fineness) / 1000;
            }
        }

        return 0;
    }
}
