using System.Diagnostics;

namespace KongLite.Benchmarks.Database;

/// <summary>How soon the proxy of one node follows what another node was asked to change, counted from the other node's answer.</summary>
internal static class ClusterBenchmark
{
    private const int Warmup = 50;
    private const int Changes = 200;
    private const int LowestStatus = 500;
    private const int Statuses = 100;

    /// <summary>Runs it: two nodes in processes of their own, one database.</summary>
    public static async Task<int> RunAsync()
    {
        await using BenchmarkDatabase database = await BenchmarkDatabase.CreateAsync();
        await using NodeProcess a = NodeProcess.Start(database.Settings);
        await using NodeProcess b = NodeProcess.Start(database.Settings);
        await a.UntilAsync("/", 404);
        await b.UntilAsync("/", 404);
        await a.WriteAsync(HttpMethod.Put, "/routes/r", new { paths = new[] { "/r" } });

        var answered = new List<TimeSpan>();
        var followed = new List<TimeSpan>();
        for (int i = 0; i < Warmup + Changes; i++)
        {
            int status = LowestStatus + (i % Statuses);
            object plugin = new { name = "request-termination", config = new { status_code = status } };
            long began = Stopwatch.GetTimestamp();
            await a.WriteAsync(HttpMethod.Put, "/routes/r/plugins/a0000000-0000-4000-8000-000000000000", plugin);
            long answer = Stopwatch.GetTimestamp();
            await b.UntilAsync("/r", status);
            if (i >= Warmup)
            {
                answered.Add(Stopwatch.GetElapsedTime(began, answer));
                followed.Add(Stopwatch.GetElapsedTime(answer));
            }
        }

        Times.Report("answer of node A", answered);
        Times.Report("effect on node B after it", followed);
        return 0;
    }
}
