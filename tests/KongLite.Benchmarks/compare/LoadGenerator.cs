using System.Diagnostics;
using System.Globalization;
using KongLite.Benchmarks.Capacity;

namespace KongLite.Benchmarks.Compare;

/// <summary>GET requests over keep-alive connections, as fast as they are answered.</summary>
internal static class LoadGenerator
{
    /// <summary>Asks for a while and prints the requests per second and the 99th percentile of latency in milliseconds as the only line.</summary>
    /// <returns>Exit code: 0, or 1 when an answer was not 200.</returns>
    public static async Task<int> RunAsync(Uri uri, int connections, TimeSpan duration)
    {
        using var end = new CancellationTokenSource(duration);
        long started = Stopwatch.GetTimestamp();
        LatencyHistogram?[] results = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => AskAsync(uri, end.Token)));
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var all = new LatencyHistogram();
        foreach (LatencyHistogram? each in results)
        {
            if (each is null)
            {
                await Console.Error.WriteLineAsync($"{uri} did not answer 200");
                return 1;
            }

            all.Add(each);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{all.Count / seconds:F0} {all.Percentile(0.99):F2}"));
        return 0;
    }

    private static async Task<LatencyHistogram?> AskAsync(Uri uri, CancellationToken end)
    {
        using KeepAliveClient client = await KeepAliveClient.OpenAsync(uri);
        byte[] buffer = new byte[16 * 1024];
        var latencies = new LatencyHistogram();
        while (!end.IsCancellationRequested)
        {
            long asked = Stopwatch.GetTimestamp();
            if (!await client.AskAsync(buffer))
            {
                return null;
            }

            latencies.Add(asked);
        }

        return latencies;
    }
}
