using System.Globalization;

namespace KongLite.Benchmarks.Capacity;

/// <summary>What a node holds in memory after many requests: it must not grow with their number.</summary>
internal static class MemoryBenchmark
{
    private const int Connections = 32;
    private const double Mebi = 1024 * 1024;

    /// <summary>Asks, and prints a line after each of the numbers.</summary>
    /// <param name="numbers">Numbers of requests, ascending.</param>
    /// <returns>Exit code: 0, or 1 when an answer was not 200.</returns>
    public static async Task<int> RunAsync(params IReadOnlyList<int> numbers)
    {
        await using MeasuredNode node = await MeasuredNode.StartAsync();
        int before = 0;
        foreach (int number in numbers)
        {
            int left = number - before;
            bool[] results = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => AskAsync(node.Proxy, () => Interlocked.Decrement(ref left) >= 0)));
            if (results.Contains(false))
            {
                await Console.Error.WriteLineAsync("an answer was not 200");
                return 1;
            }

            double heap = await node.HeapAsync() / Mebi;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{number,9} requests: working set {node.WorkingSet / Mebi:F1} MiB, managed heap {heap:F1} MiB"));
            before = number;
        }

        return 0;
    }

    private static async Task<bool> AskAsync(Uri uri, Func<bool> goesOn)
    {
        using KeepAliveClient client = await KeepAliveClient.OpenAsync(uri);
        byte[] buffer = new byte[16 * 1024];
        while (goesOn())
        {
            if (!await client.AskAsync(buffer))
            {
                return false;
            }
        }

        return true;
    }
}
