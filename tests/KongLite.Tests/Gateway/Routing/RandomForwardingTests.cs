using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CsCheck;
using KongLite.Gateway;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Routing;
using KongLite.Tests.Gateway.Framing;
using KongLite.Tests.Gateway.Routing.Naive;

namespace KongLite.Tests.Gateway.Routing;

/// <summary>
/// Random requests without fault, over a real connection: the route by the book gets each of them, the service sees it once with the target and the headers
/// by the book, and the client gets one answer.
/// </summary>
public sealed class RandomForwardingTests
{
    private const string Last = "GET /last HTTP/1.1\r\nHost: last\r\nConnection: close\r\n\r\n";

    private static readonly string[] Routes =
        [
            """{"name":"stripped","paths":["/a","/é"]}""",
            """{"name":"pattern","paths":["~/b/\\w+"],"regex_priority":2}""",
            """{"name":"host","hosts":["*.w.t","h.t:81"],"preserve_host":true}""",
            """{"name":"header","headers":{"x-v":["1","~*^z"]},"strip_path":false}""",
            """{"name":"method","methods":["PURGE"],"paths":["/"],"strip_path":false}""",
            """{"name":"some","paths":["/c","/d/","/%2F"],"strip_path":false}""",
        ];

    private static readonly Gen<string> Path = Gen.Frequency(
        (3, from start in One("/a", "/b/x", "/c", "/d", "/%2f", "/%c3%a9") from rest in Segments(One("a", "", "..", "%2E", "%41", "x!")) select start + rest),
        (3, Segments(Gen.Char["abcdeAZ09-._~!$&'()*+,;=:@"].Array[0, 3].Select(each => new string(each)))),
        (3, Segments(One("a", "b", "c", "d", "%C3%A9", "%c3%a9", "..", ".", "%2e", "%2E%2e", "%2f", "%2F", "%25", "%20", "%7E", "%0A", "%FF", "%3F", "x", ""))),
        (1, Gen.Int[1, 255].Array[1, 4].Select(bytes => "/" + string.Concat(bytes.Select(each => $"%{each:x2}")))));

    private static readonly Gen<string> Query = Gen.OneOf(
        Gen.Const(string.Empty), Gen.Char["abz09-._~!$&'()*+,;=:@/?%[]"].Array[0, 8].Select(each => "?" + new string(each)));

    private static readonly Gen<string> KnownHost = One("h.t", "h.t:81", "H.T", "a.w.t", "a.w.t:8000", "[::1]", "[::1]:80", "127.0.0.1:99", "x");

    private static readonly Gen<string> Host = Gen.OneOf(
        KnownHost,
        Gen.Char["abyzAZ09-._"].Array[1, 6].Select(each => "h" + new string(each).Replace("..", ".", StringComparison.Ordinal)));

    private static readonly Gen<string> Value = Gen.OneOf(
        Gen.Char["\t !\"#$%&'()*+,-./:;<=>?@[]^_`{|}~az09\u0080\u00e9\u00ff"].Array[0, 12].Select(each => new string(each)),
        One("1", "zz", "close", "text/html, */*"));

    private static readonly Gen<string> Addresses =
        One("1.2.3.4", "10.0.0.1", "127.0.0.1", "2001:db8::1", "9.9.9.9:1234", "[2001:db8::2]:80", "10.1.2.3")
            .Array[1, 4].Select(each => string.Join(", ", each));

    private static readonly Gen<HeaderLine> Line = Gen.Frequency(
        (4, LineOf(Gen.Char["!#$%&'*+-.^_`|~azAZ09"].Array[1, 6].Select(each => "y" + new string(each)), Value)),
        (3, LineOf(One("X-V", "x_v", "Accept", "Cookie", "User-Agent", "Referer", "Range", "X-Many", "x-many", "Date", "If-Match"), Value)),
        (1, LineOf(Gen.Const("Via"), Value)),
        (2, LineOf(Gen.Const("X-Forwarded-For"), Addresses)),
        (2, LineOf(One("X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Port", "X-Forwarded-Path", "X-Forwarded-Prefix"), One("https", "a.t", "1", "/x"))),
        (1, LineOf(One("X-Real-IP", "X-Kong-Request-Id"), One("1.1.1.1", "/x"))),
        (2, LineOf(Gen.Const("Connection"), One("keep-alive, x-one", "X-Many", "x-many, Accept", "keep-alive, user-agent", "X-None,,", "X-Forwarded-Prefix"))),
        (2, LineOf(Gen.Const("TE"), One("trailers", "gzip", "gzip;q=1, Trailers", "trailers;q=0.5", "deflate,"))),
        (1, LineOf(One("Keep-Alive", "Proxy", "Proxy-Connection", "Upgrade"), Gen.Const("h2c"))));

    private static readonly Gen<Sent> Request =
        from method in One("GET", "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "PURGE", "A_B-C")
        from path in Path
        from query in Query
        from isAbsolute in Gen.Frequency((6, Gen.Const(false)), (1, Gen.Const(true)))
        from host in isAbsolute ? KnownHost : Host
        from lines in Line.Array[0, 8]
        from body in Gen.Char["abc\r\n"].Array[0, 6]
        from isTrusted in Gen.Bool
        select new Sent(
            method,
            path,
            query,
            isAbsolute,
            host,
            [new HeaderLine("Kong-Debug", "1"), .. lines.Select(line => line with { Value = line.Value.Trim('\t', ' ') })],
            method is "POST" or "PUT" ? new string(body) : null,
            isTrusted);

    [Fact]
    public async Task Reach_the_service_once_as_they_should()
    {
        await using var upstream = new RecordingUpstream();
        var options = new GatewayOptions { AllowDebugHeader = true };
        (ProxyHost plainHost, NaiveRoute[] routes) = await StartAsync(upstream, options);
        (ProxyHost trustingHost, _) = await StartAsync(
            upstream, options with { TrustedIps = ["127.0.0.1", "10.0.0.0/8"], RealIpHeader = "X-Forwarded-For", RealIpRecursive = true });
        await using ProxyHost plain = plainHost;
        await using ProxyHost trusting = trustingHost;
        var naive = new NaiveRouter(routes, RouterFlavor.TraditionalCompatible, new Dictionary<string, Regex>());
        int served = 0;

        await Request.SampleAsync(
            async sent =>
            {
                ProxyHost host = sent.IsTrusted ? trusting : plain;
                int before = upstream.Messages.Count;

                IReadOnlyList<WireAnswer> answers = WireAnswer.Read(await host.SendAsync(sent + Last), sent.Method, "GET");

                Assert.Empty(upstream.Errors);
                WireMessage[] arrived = [.. upstream.Messages.Skip(before)];
                if (NaivePath.IsAboveRoot(sent.Path))
                {
                    Assert.Equal(400, Assert.Single(answers).Status);
                    Assert.Empty(arrived);
                    return;
                }

                Assert.Equal([404], answers.Skip(1).Select(each => each.Status));
                (string, string)[] headers = [.. sent.Lines.Select(each => (each.Name, each.Value))];
                var request = new NaiveRequest(sent.Method, sent.Host, sent.Path, headers, IsTls: false, Sni: null, host.Address.Port);
                NaiveOutcome expected = naive.Match(request, out Route? route, out _);
                Assert.Equal(expected.Route, answers[0].Headers.FirstOrDefault(each => each.Is("Kong-Route-Name")).Value ?? "none");
                Assert.Equal(route is null ? 404 : 200, answers[0].Status);
                if (route is null)
                {
                    Assert.Empty(arrived);
                    return;
                }

                served++;
                CheckArrival(Assert.Single(arrived), sent, expected, route, new Uri(upstream.Url).Authority, host.Address.Port);
            },
            iter: 2000,
            threads: 1);

        Assert.InRange(served, 800, 1900);
    }

    private static void CheckArrival(WireMessage arrived, Sent sent, NaiveOutcome expected, Route route, string service, int port)
    {
        string[] head = arrived.Head.Split("\r\n");
        HeaderLine[] lines = [.. head[1..].Select(line => line.Split(':', 2)).Select(line => new HeaderLine(line[0], line[1].Trim(' ', '\t')))];

        Assert.Equal($"{sent.Method} {expected.Upstream}{sent.Query} HTTP/1.1", head[0]);
        Assert.Equal(sent.Body ?? string.Empty, arrived.Body);
        Assert.Equal(route.PreserveHost ? sent.Host : service, Assert.Single(lines, line => line.Is("Host")).Value);
        Assert.Matches("^[0-9a-f]{32}$", Assert.Single(lines, line => line.Is("X-Kong-Request-Id")).Value);
        int? length = sent.Body?.Length ?? (sent.Method is "PATCH" or "PURGE" or "A_B-C" ? 0 : null);
        Assert.Equal(
            NaiveForwarding.Lines(sent.Lines, sent.Host, sent.Path, port, expected.ForwardedPrefix, sent.IsTrusted, length),
            NaiveForwarding.Sorted(lines.Where(line => !line.Is("Host") && !line.Is("X-Kong-Request-Id"))));
    }

    private static async Task<(ProxyHost Host, NaiveRoute[] Routes)> StartAsync(RecordingUpstream upstream, GatewayOptions options)
    {
        ProxyHost host = await ProxyHost.StartAsync(options);
        Service service = await host.AddAsync<Service>($$"""{"url":"{{upstream.Url}}/srv"}""");
        var routes = new List<NaiveRoute>();
        foreach ((int number, string fields) in Routes.Index())
        {
            var route = (JsonObject)JsonNode.Parse(fields)!;
            route["id"] = Given.Id(number).ToString();
            route["service"] = new JsonObject { ["id"] = service.Id.ToString() };
            routes.Add(new NaiveRoute(await host.AddAsync<Route>(route.ToJsonString()), service));
        }

        return (host, [.. routes]);
    }

    private static Gen<string> Segments(Gen<string> segment) => segment.Array[1, 5].Select(each => "/" + string.Join('/', each));

    private static Gen<HeaderLine> LineOf(Gen<string> name, Gen<string> value) =>
        Gen.Select(name, value).Select(each => new HeaderLine(each.Item1, each.Item2));

    private static Gen<T> One<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    /// <summary>A request, which is written as it goes over the wire.</summary>
    private sealed record Sent(string Method, string Path, string Query, bool IsAbsolute, string Host, HeaderLine[] Lines, string? Body, bool IsTrusted)
    {
        public override string ToString()
        {
            string target = IsAbsolute ? $"http://{Host}{Path}{Query}" : Path + Query;
            string length = Body is null ? string.Empty : $"Content-Length: {Body.Length}\r\n";
            return $"{Method} {target} HTTP/1.1\r\nHost: {Host}\r\n{string.Concat(Lines.Select(line => $"{line}\r\n"))}{length}\r\n{Body}";
        }
    }
}
