using BenchmarkDotNet.Attributes;
using KongLite.Gateway.Routing;
using KongLite.Sdk.Entities;
using Microsoft.AspNetCore.Http;

namespace KongLite.Benchmarks.Routing;

/// <summary>A router of 100,000 routes: how long it takes to build one, and to find a route with it.</summary>
[MemoryDiagnoser]
public class RouterBenchmarks
{
    private const int Routes = 100_000;
    private static readonly HeaderDictionary NoHeaders = [];
    private readonly RouteEntry[] _entries = [.. Enumerable.Range(0, Routes).Select(Entry)];
    private CompiledRoute[] _compiled = [];
    private Router _router = Router.Empty;

    /// <summary>Builds the router that is matched with.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _compiled = [.. _entries.Select(entry => CompiledRoute.Compile(entry.Route, entry.Service))];
        _router = Router.Build(_compiled);
    }

    /// <summary>From records: the first snapshot of a node.</summary>
    [Benchmark]
    public object BuildFromRecords() => Router.Build(_entries);

    /// <summary>From compiled routes: a snapshot after a change.</summary>
    [Benchmark]
    public object BuildFromCompiledRoutes() => Router.Build(_compiled);

    /// <summary>A host and a path of its own.</summary>
    [Benchmark]
    public bool MatchLiteralHostAndPath() => Match("host-1234.example.com", "/api/v1/users");

    /// <summary>One of the many paths without host.</summary>
    [Benchmark]
    public bool MatchLiteralPath() => Match("other.example.com", "/services/51235/items/7");

    /// <summary>A regular expression without host.</summary>
    [Benchmark]
    public bool MatchRegex() => Match("other.example.com", "/orders/77/lines/8");

    /// <summary>No route.</summary>
    [Benchmark]
    public bool MatchNothing() => Match("other.example.com", "/nothing/here");

    // Half of them have a host and a path, the others a path; one in a hundred a regular expression, of which there are two hundred.
    private static RouteEntry Entry(int number)
    {
        string[]? hosts = number % 2 == 0 ? [$"host-{number}.example.com"] : null;
        string path = number % 2 == 0 ? "/api/v1" : $"/services/{number}";
        var route = new Route
        {
            Id = new Guid(number, 0, 0x4000, 0x80, 0, 0, 0, 0, 0, 0, 0),
            Hosts = hosts,
            Paths = [number % 100 == 1 ? $"~/orders/{number % 20000 / 100}/lines/(?<line>\\d+)" : path],
        };
        return new RouteEntry(route, null);
    }

    private bool Match(string host, string path) => _router.Match(new RequestKey
    {
        Method = "GET",
        Host = host,
        Path = path,
        Headers = NoHeaders,
        ListenerPort = 8000,
    }) is not null;
}
