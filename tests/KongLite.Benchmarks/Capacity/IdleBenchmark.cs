using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace KongLite.Benchmarks.Capacity;

/// <summary>Many connections that do nothing and many that are slow, while others ask at a steady rate: none of those may fail.</summary>
internal static class IdleBenchmark
{
    private const int Openers = 64;
    private const int Askers = 50;
    private const double Kibi = 1024;

    // Below the 60 s that a request's head may take, and the 75 s that an idle connection is kept.
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(25);

    /// <summary>Opens connections, asks, and prints what became of it.</summary>
    /// <param name="idle">Connections that have asked once.</param>
    /// <param name="slow">Connections that send a byte of their request each second.</param>
    /// <param name="rate">Requests per second.</param>
    /// <returns>Exit code: 0, or 1 when a request failed.</returns>
    public static async Task<int> RunAsync(int idle, int slow, int rate)
    {
        await using MeasuredNode node = await MeasuredNode.StartAsync();
        await AskAsync(node.Proxy, rate, TimeSpan.FromSeconds(2));
        long before = node.WorkingSet;
        List<KeepAliveClient> clients = await OpenAsync(node.Proxy, idle);
        double each = clients.Count == 0 ? 0 : (node.WorkingSet - before) / Kibi / clients.Count;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{clients.Count} of {idle} idle connections, {each:F1} KiB each in the working set"));

        using var end = new CancellationTokenSource();
        Task<int> trickling = TrickleAsync(node.Proxy, slow, end.Token);
        (LatencyHistogram latencies, long failed) = await AskAsync(node.Proxy, rate, Duration);
        await end.CancelAsync();
        int served = await trickling;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{served} of {slow} slow connections; {latencies.Count / Duration.TotalSeconds:F0} requests/s, {failed} failed, p50 {latencies.Percentile(0.5):F2} ms, p99 {latencies.Percentile(0.99):F2} ms"));

        byte[] buffer = new byte[16 * 1024];
        int alive = 0;
        foreach (KeepAliveClient client in clients)
        {
            alive += await IsAliveAsync(client, buffer) ? 1 : 0;
            client.Dispose();
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{alive} of the idle connections still serve"));
        return failed == 0 && alive == clients.Count ? 0 : 1;
    }

    private static async Task<List<KeepAliveClient>> OpenAsync(Uri uri, int count)
    {
        var clients = new List<KeepAliveClient>();
        int left = count;
        await Task.WhenAll(Enumerable.Range(0, Openers).Select(_ => Task.Run(async () =>
        {
            byte[] buffer = new byte[16 * 1024];
            while (Interlocked.Decrement(ref left) >= 0)
            {
                try
                {
                    KeepAliveClient client = await KeepAliveClient.OpenAsync(uri);
                    lock (clients)
                    {
                        clients.Add(client);
                    }

                    await client.AskAsync(buffer);
                }
                catch (SocketException error)
                {
                    // As far as the system lets us.
                    await Console.Error.WriteLineAsync(error.Message);
                    return;
                }
            }
        })));
        return clients;
    }

    private static async Task<int> TrickleAsync(Uri uri, int count, CancellationToken end)
    {
        var clients = new List<KeepAliveClient>();
        for (int i = 0; i < count; i++)
        {
            clients.Add(await KeepAliveClient.OpenAsync(uri));
        }

        int served = clients.Count;
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        try
        {
            for (int index = 0; await timer.WaitForNextTickAsync(end); index++)
            {
                foreach (KeepAliveClient client in clients)
                {
                    await client.TrickleAsync(index);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The others have asked long enough.
        }
        catch (SocketException error)
        {
            await Console.Error.WriteLineAsync($"a slow connection was closed: {error.Message}");
            served = 0;
        }

        clients.ForEach(client => client.Dispose());
        return served;
    }

    private static async Task<(LatencyHistogram Latencies, long Failed)> AskAsync(Uri uri, int rate, TimeSpan duration)
    {
        var all = new LatencyHistogram();
        long failed = 0;
        var pause = TimeSpan.FromSeconds((double)Askers / rate);
        long started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Askers).Select(_ => Task.Run(async () =>
        {
            byte[] buffer = new byte[16 * 1024];
            var own = new LatencyHistogram();
            using KeepAliveClient client = await KeepAliveClient.OpenAsync(uri);
            using var timer = new PeriodicTimer(pause);
            while (Stopwatch.GetElapsedTime(started) < duration && await timer.WaitForNextTickAsync())
            {
                long asked = Stopwatch.GetTimestamp();
                if (!await IsAliveAsync(client, buffer))
                {
                    Interlocked.Increment(ref failed);
                    break;
                }

                own.Add(asked);
            }

            lock (all)
            {
                all.Add(own);
            }
        })));
        return (all, failed);
    }

    private static async Task<bool> IsAliveAsync(KeepAliveClient client, byte[] buffer)
    {
        try
        {
            return await client.AskAsync(buffer);
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
