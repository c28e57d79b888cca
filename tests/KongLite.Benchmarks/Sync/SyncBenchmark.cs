using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using KongLite.Testing;

namespace KongLite.Benchmarks.Sync;

/// <summary>
/// What a sync of decK costs: services, then routes, then plugins, each put by itself with an id of its own, by several clients at once, into a node
/// that keeps its configuration in a file. Every tenth route is asked for through the proxy as soon as its write is answered.
/// </summary>
internal static class SyncBenchmark
{
    private const int Each = 1000;
    private const int CheckedOf = 10;

    /// <summary>Runs the sync and prints writes a second.</summary>
    /// <param name="clients">Clients at once; decK has 10.</param>
    /// <returns>0; 1 when a write was not in force when it was answered.</returns>
    public static async Task<int> RunAsync(int clients)
    {
        await using TestGateway gateway = await TestGateway.StartAsync();
        var missed = new MissedWrites();
        long began = Stopwatch.GetTimestamp();
        await PhaseAsync("services", clients, index => PutAsync(gateway, $"/services/{IdOf(1, index)}", new { name = $"s{index}", url = "http://127.0.0.1:9/" }));
        await PhaseAsync("routes", clients, async index =>
        {
            await PutAsync(gateway, $"/routes/{IdOf(2, index)}", new { name = $"r{index}", paths = new[] { $"/r{index}" }, service = new { id = IdOf(1, index) } });
            if (index % CheckedOf == 0)
            {
                await missed.CheckAsync(gateway, $"/r{index}");
            }
        });
        await PhaseAsync("plugins", clients, index => PutAsync(
            gateway, $"/plugins/{IdOf(3, index)}", new { name = "request-termination", route = new { id = IdOf(2, index) }, config = new { status_code = 403 } }));
        Report("all", 3 * Each, Stopwatch.GetElapsedTime(began));
        Console.WriteLine($"writes that were not in force when they were answered: {missed.Count} of {Each / CheckedOf} looked at");
        return missed.Count == 0 ? 0 : 1;
    }

    private static async Task PhaseAsync(string name, int clients, Func<int, Task> write)
    {
        int next = -1;
        long began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(async _ =>
        {
            for (int index = Interlocked.Increment(ref next); index < Each; index = Interlocked.Increment(ref next))
            {
                await write(index);
            }
        }));
        Report(name, Each, Stopwatch.GetElapsedTime(began));
    }

    private static async Task PutAsync(TestGateway gateway, string path, object body)
    {
        using HttpResponseMessage answer = await gateway.Admin.PutAsJsonAsync(new Uri(path, UriKind.Relative), body);
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            throw new InvalidOperationException($"{path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }
    }

    private static string IdOf(int kind, int index) => string.Create(CultureInfo.InvariantCulture, $"a000000{kind}-0000-4000-8000-{index:D12}");

    private static void Report(string name, int writes, TimeSpan taken) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-10}{writes,6} writes {taken.TotalSeconds,8:F2} s {writes / taken.TotalSeconds,8:F0} writes/s"));

    private sealed class MissedWrites
    {
        private int _count;

        public int Count => _count;

        // The service is not there, which is 502; a route that is not there would be 404.
        public async Task CheckAsync(TestGateway gateway, string path)
        {
            using HttpResponseMessage answer = await gateway.Proxy.GetAsync(new Uri(path, UriKind.Relative));
            if (answer.StatusCode == HttpStatusCode.NotFound)
            {
                Interlocked.Increment(ref _count);
            }
        }
    }
}
