using System.Globalization;
using BenchmarkDotNet.Running;
using KongLite.Benchmarks.Capacity;
using KongLite.Benchmarks.Compare;
using KongLite.Benchmarks.Database;
using KongLite.Benchmarks.Sync;

switch (args)
{
    case ["upstream", var port]:
        return await PlainUpstream.RunAsync(int.Parse(port, CultureInfo.InvariantCulture));
    case ["forwarder", var port, var destination]:
        return await BareForwarder.RunAsync(int.Parse(port, CultureInfo.InvariantCulture), destination);
    case ["load", var uri, var connections, var seconds]:
        return await LoadGenerator.RunAsync(
            new Uri(uri), int.Parse(connections, CultureInfo.InvariantCulture), TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture)));
    case ["sync", var clients]:
        return await SyncBenchmark.RunAsync(int.Parse(clients, CultureInfo.InvariantCulture));
    case ["cluster"]:
        return await ClusterBenchmark.RunAsync();
    case ["load", var count]:
        return await LoadBenchmark.RunAsync(int.Parse(count, CultureInfo.InvariantCulture));
    case ["writes"]:
        return await WritesBenchmark.RunAsync();
    case ["idle"]:
        return await IdleBenchmark.RunAsync(idle: 10_000, slow: 1000, rate: 1000);
    case ["idle", var idle, var slow, var rate]:
        return await IdleBenchmark.RunAsync(
            int.Parse(idle, CultureInfo.InvariantCulture), int.Parse(slow, CultureInfo.InvariantCulture), int.Parse(rate, CultureInfo.InvariantCulture));
    case ["memory"]:
        return await MemoryBenchmark.RunAsync(100_000, 1_000_000);
    case ["memory", .. var numbers]:
        return await MemoryBenchmark.RunAsync([.. numbers.Select(number => int.Parse(number, CultureInfo.InvariantCulture))]);
    default:
        BenchmarkSwitcher.FromAssembly(System.Reflection.Assembly.GetExecutingAssembly()).Run(args);
        return 0;
}
