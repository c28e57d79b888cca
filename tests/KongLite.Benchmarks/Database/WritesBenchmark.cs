using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace KongLite.Benchmarks.Database;

/// <summary>How long the Admin API takes for writes of one row, when several clients write at once. An answer includes that the proxy follows.</summary>
internal static class WritesBenchmark
{
    private const int Writers = 10;
    private const int PerWriter = 100;

    // A process that has just started spends most of its time on compiling.
    private const int Warmup = 5;

    /// <summary>Runs it: one node in a process of its own.</summary>
    public static async Task<int> RunAsync()
    {
        await using BenchmarkDatabase database = await BenchmarkDatabase.CreateAsync();
        await using NodeProcess node = NodeProcess.Start(database.Settings);
        await node.UntilAsync("/", 404);
        (string Name, Func<string, Task> Write)[] phases =
        [
            ("insert", name => node.WriteAsync(HttpMethod.Post, "/services", new { name, host = "a.test" })),
            ("put", name => node.WriteAsync(HttpMethod.Put, $"/services/{name}", new { host = "b.test" })),
            ("patch", name => node.WriteAsync(HttpMethod.Patch, $"/services/{name}", new { retries = 1 })),
            ("delete", name => node.WriteAsync(HttpMethod.Delete, $"/services/{name}")),
        ];
        for (int round = 0; round <= Warmup; round++)
        {
            foreach ((string name, Func<string, Task> write) in phases)
            {
                TimeSpan before = node.Processor;
                IEnumerable<TimeSpan> times = await PhaseAsync(write);
                if (round == Warmup)
                {
                    Times.Report(name, times);
                    Console.WriteLine(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{string.Empty,-28}{(node.Processor - before).TotalMilliseconds / (Writers * PerWriter):F2} ms of the node's processor time each"));
                }
            }
        }

        return 0;
    }

    private static async Task<IEnumerable<TimeSpan>> PhaseAsync(Func<string, Task> write)
    {
        var times = new ConcurrentBag<TimeSpan>();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(async writer =>
        {
            for (int i = 0; i < PerWriter; i++)
            {
                long began = Stopwatch.GetTimestamp();
                await write(string.Create(CultureInfo.InvariantCulture, $"s-{writer}-{i}"));
                times.Add(Stopwatch.GetElapsedTime(began));
            }
        }));
        return times;
    }
}
