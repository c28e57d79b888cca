using KongLite.Gateway.Routing;
using KongLite.Sdk.Entities;
using Microsoft.AspNetCore.Http;

namespace KongLite.Tests.Gateway.Routing;

public sealed class RouterDifferentialTests
{
    private static readonly string[] Hosts =
        ["a.t", "b.t", "x.a.t", "x.b.t", "a.t:80", "a.t:8000", "*.t", "*.a.t", "*.a.t:80", "a.*", "x.*", "x.*:8000", "[::1]", "t"];

    private static readonly string[] Paths =
        [
            "/", "/a", "/ab", "/abc", "/a/b", "/a/b/c", "/é", "/é/b", "/b", "/b/1", "/bb", "/c/long/path",
            "~/a", "~/a/\\w+", "~/(a|b)/1", "~/a|/b", "~/.*b", "~/(?<n>[a-c]+)$", "~/ab?c*", "~/b+/(\\d)", "~/é", "~/(?i)A",
        ];

    private static readonly string[] Headers = ["1", "2", "~*^v", "~*1$", "vv"];

    private static readonly string[] RequestHosts =
        ["a.t", "b.t", "x.a.t", "y.x.b.t", "a.t:80", "x.a.t:80", "a.t:8000", "A.t", "x", "t", "[::1]", "[::1]:80", "a.t:"];

    private static readonly string[] RequestPaths =
        [
            "/", "/a", "/ab", "/abc", "/abcc", "/a/b", "/a/b/c/d", "/é", "/é/b/x",
            "/b", "/b/1", "/bbb/2", "/x/b", "/c/long/path/x", "/c", "/A", "/zzz",
        ];

    [Theory]
    [InlineData(1, 400, 6)]
    [InlineData(2, 100, 30)]
    [InlineData(3, 40, 200)]
    public void Finds_what_trying_all_routes_in_order_finds(int seed, int rounds, int size)
    {
        var random = new Random(seed);
        for (int round = 0; round < rounds; round++)
        {
            Route[] routes = [.. Enumerable.Range(0, size).Select(number => RandomRoute(random, number))];
            var naive = new NaiveRouter(routes);
            var router = Router.Build([.. routes.Select(route => new RouteEntry(route, null))]);
            for (int i = 0; i < 30; i++)
            {
                RequestKey key = RandomRequest(random);
                RouteMatch? match = router.Match(key);

                Assert.Equal(naive.Match(key), (match?.Route.Route.Name ?? "none", match?.Prefix));
            }
        }
    }

    private static Route RandomRoute(Random random, int number) => new()
    {
        Id = new Guid(random.Next(), 0, 0x4000, 0x80, 0, 0, 0, 0, 0, 0, (byte)number),
        Name = $"r{number}",
        Hosts = Some(random, Hosts, 0.5),
        Paths = Some(random, Paths, 0.8),
        Methods = Some(random, ["GET", "POST", "PUT"], 0.3),
        Snis = Some(random, ["a.t", "*.t", "a.*"], 0.1),
        Headers = random.NextDouble() < 0.3
            ? (Some(random, ["x-a", "x-b", "x-c"], 1) ?? []).ToDictionary(name => name, IReadOnlyList<string> (_) => Some(random, Headers, 1)!)
            : null,
        RegexPriority = random.Next(4) == 0 ? random.Next(-2, 6) * (random.Next(5) == 0 ? 1024 : 1) : 0,
    };

    private static string[]? Some(Random random, string[] pool, double chance)
    {
        if (random.NextDouble() >= chance)
        {
            return null;
        }

        string[] shuffled = [.. pool];
        random.Shuffle(shuffled);
        return shuffled[..Math.Min(pool.Length, random.Next(1, random.Next(2, 5)))];
    }

    private static RequestKey RandomRequest(Random random)
    {
        var headers = new HeaderDictionary();
        foreach (string name in Some(random, ["x-a", "x-b", "x-c"], 0.6) ?? [])
        {
            headers[name] = Some(random, ["1", "2", "V1", "vv", "z"], 1);
        }

        bool isTls = random.Next(3) == 0;
        return new RequestKey
        {
            Method = random.Next(2) == 0 ? "GET" : "POST",
            Host = random.Next(20) == 0 ? null : RequestHosts[random.Next(RequestHosts.Length)],
            Path = RequestPaths[random.Next(RequestPaths.Length)],
            Headers = headers,
            ListenerPort = Given.ListenerPort,
            IsTls = isTls,
            Sni = isTls && random.Next(3) > 0 ? RequestHosts[random.Next(4)] : null,
        };
    }
}
