using System.Globalization;

namespace KongLite.Benchmarks.Database;

/// <summary>How long something took, many times.</summary>
internal static class Times
{
    /// <summary>Prints the median, the 99th percentile and the longest.</summary>
    /// <param name="name">What took so long.</param>
    /// <param name="times">The times, in any order.</param>
    public static void Report(string name, IEnumerable<TimeSpan> times)
    {
        double[] sorted = [.. times.Select(time => time.TotalMilliseconds).Order()];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-28}{sorted.Length,6} times   median {At(sorted, 0.5),7:F2} ms   p99 {At(sorted, 0.99),7:F2} ms   max {sorted[^1],7:F2} ms"));
    }

    private static double At(double[] sorted, double part) => sorted[(int)Math.Ceiling(part * sorted.Length) - 1];
}
