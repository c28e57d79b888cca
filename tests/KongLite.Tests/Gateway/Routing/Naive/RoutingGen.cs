using CsCheck;
using KongLite.Sdk.Entities;

namespace KongLite.Tests.Gateway.Routing.Naive;

/// <summary>Some routes, and requests for them.</summary>
internal sealed record RoutingCase(NaiveRoute[] Routes, NaiveRequest[] Requests)
{
    public override string ToString() => string.Join('\n', Routes.Select(each => $"{each}").Concat(Requests.Select(each => $"{each}")));
}

/// <summary>Random routes and requests from the same few names, so that many meet.</summary>
internal static class RoutingGen
{
    private static readonly Gen<string> Host = One(
        "a.t", "b.t", "A.t", "x.a.t", "a.t:80", "a.t:443", "a.t:8000", "b.t:9000", "*.t", "*.a.t", "*.b.t", "*.a.t:80", "*.t:9000", "a.*", "x.*", "x.*:8000",
        "b.*:443", "[::1]", "127.0.0.1", "t");

    private static readonly Gen<string> Plain = One(
        "/", "/", "/a", "/ab", "/abc", "/a/b", "/a/b/", "/a/b/c", "/é", "/é/b", "/b", "/b/1", "/bb", "/a b", "/a%2Fb", "/a.b", "/c/long/path", "/A");

    private static readonly Gen<string> Pattern = One(
        "~/a", "~/a/\\w+", "~/(a|b)/1", "~/a|/b", "~/.*b", "~/(?<n>[a-c]+)$", "~/ab?c*", "~/b+/(\\d)", "~/é", "~/(?i)A", "~/(?<first>\\w)(/(?<second>\\w))?/?",
        "~/[^/]*$", "~/a%2Fb", "~/(x)?(?<rest>.*)");

    private static readonly Gen<string> HeaderName = One("x-a", "x-b", "x_c", "x-d-e");

    private static readonly Gen<string> HeaderValue = One("1", "2", "Vv", "v", "b", "~*^v", "~*1$", "~*B", "~*[0-9]");

    private static readonly Gen<long> RegexPriority = Gen.Frequency(
        (5, Gen.Const(0L)), (3, Gen.Long[-3, 9]), (2, One(-5000L, -4096, 100, 1024, 4095, 4096, 5000, 8191, 8192, 12288, 1L << 31)));

    private static readonly Gen<IReadOnlyList<Protocol>> Protocols = Gen.Frequency(
        (12, Gen.Const<IReadOnlyList<Protocol>>([Protocol.Http, Protocol.Https])), (2, Gen.Const<IReadOnlyList<Protocol>>([Protocol.Https])),
        (2, Gen.Const<IReadOnlyList<Protocol>>([Protocol.Http])), (1, Gen.Const<IReadOnlyList<Protocol>>([Protocol.Grpc, Protocol.Grpcs])),
        (1, Gen.Const<IReadOnlyList<Protocol>>([Protocol.Grpcs])), (1, Gen.Const<IReadOnlyList<Protocol>>([Protocol.Tls])));

    private static readonly Gen<Service?> Service = Gen.Frequency(
        (2, Gen.Const(default(Service))),
        (1, Gen.Const<Service?>(new Service { Host = "s.t", Enabled = false })),
        (8, One(null, "/", "/s", "/s/", "/srv/x", "/s{").Select(path => (Service?)new Service { Host = "s.t", Path = path })));

    private static readonly Gen<string> RawPath = Gen.Frequency(
        (6, One(
            "/", "/a", "/ab", "/abc", "/abcc", "/a/b", "/a/b/", "/a/b/c/d", "/b", "/b/1", "/bbb/2", "/x/b", "/c/long/path/x", "/c", "/A", "/zzz", "/%C3%A9",
            "/%c3%a9/b/x", "/%FF", "/a/%C3", "/a%2fb", "/a%2Fb/c", "/a%20b", "/%61", "/a.", "/a..", "/a./b", "/a../b", "/b..")),
        (4, One("a", "b", "ab", "c", "1", "A", "x", "%61", "%C3%A9", "%2e", "%2E%2e", ".", "..", "", "a%2fb", "a%20b", "a.b", "%7e", "%FF", "[1]", "!", "%5c")
            .Array[1, 5].Select(segments => "/" + string.Join('/', segments)).Where(path => !NaivePath.IsAboveRoot(path))));

    private static readonly Gen<string?> RequestHost = Gen.Frequency(
        (1, Gen.Const(default(string))),
        (20, One<string?>(
            "a.t", "a.t", "b.t", "x.a.t", "y.x.b.t", "a.t:80", "a.t:443", "x.a.t:80", "a.t:8000", "b.t:9000", "z.b.t:9000", "A.t", "x.t", "x.a:8000", "t", ".t",
            "x", "[::1]", "[::1]:80", "127.0.0.1:1", "a.t:99999")));

    private static readonly Gen<(string, string)[]> Lines =
        Gen.Select(One("x-a", "X-A", "x_a", "X-B", "x-c", "X_C", "x-d-e", "X-D_E", "other"), One("1", "2", "V1", "vV", "v", "b", "z", "")).Array[0, 8];

    private static readonly Gen<NaiveRequest> Request =
        from method in One("GET", "GET", "POST", "PUT")
        from host in RequestHost
        from path in RawPath
        from lines in Lines
        from isTls in Gen.Bool
        from sni in Some("a.t", "x.a.t", "b.t", "c.t", "a.b")
        from port in One(8000, 8000, 9000, 80, 443)
        select new NaiveRequest(method, host, path, lines, isTls, isTls ? sni : null, port);

    /// <summary>Routes and requests for a flavour.</summary>
    /// <param name="isTraditional">Whether server names have no wildcards, and paths may be joined by v1.</param>
    public static Gen<RoutingCase> Cases(bool isTraditional) =>
        from routes in Gen.Frequency((7, RouteOf(isTraditional).Array[1, 14]), (1, RouteOf(isTraditional).Array[40, 60]))
        from requests in Request.Array[20, 20]
        select new RoutingCase([.. routes.Select((each, number) => Number(each, number))], requests);

    private static Gen<NaiveRoute> RouteOf(bool isTraditional) =>
        from id in Gen.Guid
        from createdAt in Gen.Int[0, 1_000_000]
        from protocols in Protocols
        from methods in Maybe(3, One("GET", "POST", "PUT", "DELETE").Array[1, 3])
        from hosts in Maybe(5, Host.Array[1, 3])
        from paths in Maybe(8, Gen.Frequency((3, Plain), (2, Pattern)).Array[1, 5])
        from snis in Maybe(2, (isTraditional ? One("a.t", "x.a.t", "b.t.") : One("a.t", "b.t.", "*.t", "*.a.t", "a.*")).Array[1, 2])
        from headers in Maybe(4, Gen.Select(HeaderName, HeaderValue.Array[1, 3]).Array[1, 3])
        from priority in RegexPriority
        from strip in Gen.Bool
        from isV1 in Gen.Bool
        from service in Service
        let route = new Route
        {
            Id = id,
            CreatedAt = createdAt,
            Protocols = protocols,
            Methods = methods?.Distinct().ToArray(),
            Hosts = hosts?.Distinct().ToArray(),
            Paths = paths?.Distinct().ToArray(),
            Snis = snis?.Distinct().ToArray(),
            Headers = headers?.DistinctBy(each => each.Item1).ToDictionary(each => each.Item1, IReadOnlyList<string> (each) => each.Item2),
            RegexPriority = priority,
            StripPath = strip,
            PathHandling = isV1 ? PathHandling.V1 : PathHandling.V0,
        }
        where route is not { Methods: null, Hosts: null, Paths: null, Snis: null, Headers: null }
        select new NaiveRoute(route, service);

    // Two routes of the same second have no order in the traditional flavour.
    private static NaiveRoute Number(NaiveRoute each, int number) =>
        each with { Route = each.Route with { Name = $"r{number}", CreatedAt = (each.Route.CreatedAt * 100) + number } };

    private static Gen<T[]?> Maybe<T>(int ofTen, Gen<T[]> values) =>
        Gen.Frequency((10 - ofTen, Gen.Const(default(T[]))), (ofTen, values.Select(each => (T[]?)each)));

    private static Gen<T> One<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static Gen<string?> Some(params string[] values) => One<string?>([null, .. values]);
}
