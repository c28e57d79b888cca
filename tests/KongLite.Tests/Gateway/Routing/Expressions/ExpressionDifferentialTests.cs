using System.Net;
using CsCheck;
using KongLite.Gateway.Routing;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Routing;
using KongLite.Tests.Gateway.Routing.Naive;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Xunit.Abstractions;

namespace KongLite.Tests.Gateway.Routing.Expressions;

/// <summary>Routes with random expressions against what the expressions mean: both find the same route.</summary>
public sealed class ExpressionDifferentialTests(ITestOutputHelper output)
{
    private const int Cases = 4_000;
    private const int RequestsOfCase = 25;

    private static readonly Gen<Request> Requests =
        from method in One("GET", "POST")
        from host in One(null, "a.t", "b.t", "a.t:80")
        from segments in One("a", "b", "C", "x").Array[1, 3]
        from isTls in Gen.Bool
        from sni in One(null, "a.t", "b.t")
        from lines in Gen.Select(One("X-A", "x_a", "X-B-C", "x_b-c"), One("1", "2", "V\"1", "a")).Array[0, 3]
        from query in Gen.Select(One("q", "r", "Q"), One("", "1", "b", "/a")).Array[0, 3]
        from source in One("10.1.2.3", "10.9.9.9", "fd00::1")
        from port in One(8000, 5000, 2)
        select new Request(method, host, "/" + string.Join('/', segments), isTls, isTls ? sni : null, lines, query, source, port);

    private static readonly Gen<ExpressionCase> Both =
        from routes in Gen.Select(
            NaiveExpression.Any,
            Gen.Long[0, 3],
            Gen.Guid,
            One<Protocol[]>([Protocol.Http, Protocol.Https], [Protocol.Http, Protocol.Https], [Protocol.Http], [Protocol.Https], [Protocol.Grpcs])).Array[1, 6]
        from requests in Requests.Array[RequestsOfCase, RequestsOfCase]
        select new ExpressionCase([.. routes.Select(each => new ExpressionEntry(each.Item1, each.Item2, each.Item3, each.Item4))], requests);

    [Fact]
    public void Finds_what_the_expressions_mean()
    {
        int matched = 0;
        int contested = 0;
        Both.Sample(
            each =>
            {
                Router router = Router.Build(each.Routes.Select(route => new RouteEntry(route.Route, null)), RouterFlavor.Expressions);
                foreach (Request request in each.Requests)
                {
                    NaiveFacts facts = request.Facts();
                    ExpressionEntry[] met = [.. each.Routes
                        .Where(route => route.Serves(request.IsTls) && route.Expression.IsMet(facts))
                        .OrderByDescending(route => route.Priority)
                        .ThenByDescending(route => route.Id.ToString(), StringComparer.Ordinal)];
                    matched += met.Length > 0 ? 1 : 0;
                    contested += met.Length > 1 ? 1 : 0;

                    Assert.Equal((request, met.FirstOrDefault()?.Id), (request, router.Match(request.Key())?.Route.Route.Id));
                }
            },
            iter: Cases,
            threads: 1);

        const int Pairs = Cases * RequestsOfCase;
        output.WriteLine($"{Pairs} pairs, {100.0 * matched / Pairs:F1} % with a route, {100.0 * contested / Pairs:F1} % with several");
        Assert.InRange(matched, Pairs * 2 / 5, Pairs * 19 / 20);
        Assert.True(contested > Pairs / 5);
    }

    private static Gen<T> One<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private sealed record ExpressionCase(ExpressionEntry[] Routes, Request[] Requests)
    {
        public override string ToString() =>
            string.Join('\n', Routes.Select(each => $"{each.Id} {each.Priority} {string.Join(',', each.Protocols)} {each.Expression}"));
    }

    private sealed record ExpressionEntry(NaiveExpression Expression, long Priority, Guid Id, Protocol[] Protocols)
    {
        public ExpressionRoute Route => new() { Id = Id, Expression = Expression.Text, Priority = Priority, Protocols = Protocols };

        public bool Serves(bool isTls) => Protocols is [Protocol.Https] || Protocols.Any(each => each is Protocol.Https or Protocol.Grpcs == isTls);
    }

    private sealed record Request(
        string Method,
        string? Host,
        string Path,
        bool IsTls,
        string? Sni,
        (string Name, string Value)[] Lines,
        (string Name, string Value)[] Query,
        string Source,
        int Port)
    {
        public RequestKey Key()
        {
            var headers = new HeaderDictionary();
            foreach ((string name, string value) in Lines)
            {
                headers[name] = StringValues.Concat(headers[name], value);
            }

            return new RequestKey
            {
                Method = Method,
                Host = Host,
                Path = Path,
                Headers = headers,
                IsTls = IsTls,
                Sni = Sni,
                ListenerPort = 8000,
                ClientAddress = IPAddress.Parse(Source),
                ClientPort = Port,
                ServerAddress = IPAddress.Parse("10.9.9.9"),
                Query = QueryArguments.Parse(string.Join('&', Query.Select(each => each.Value.Length == 0 ? each.Name : $"{each.Name}={each.Value}")), 100),
            };
        }

        public NaiveFacts Facts()
        {
            string[] segments = Path[1..].Split('/');
            var texts = new Dictionary<string, string[]> { ["http.method"] = [Method], ["http.path"] = [Path], ["net.protocol"] = [IsTls ? "https" : "http"] };
            for (int first = 0; first < segments.Length; first++)
            {
                texts[$"http.path.segments.{first}"] = [segments[first]];
                for (int last = first + 1; last < segments.Length; last++)
                {
                    texts[$"http.path.segments.{first}_{last}"] = [string.Join('/', segments[first..(last + 1)])];
                }
            }

            if (Host is not null)
            {
                texts["http.host"] = [Host.Split(':')[0]];
            }

            if (Sni is not null)
            {
                texts["tls.sni"] = [Sni];
            }

            foreach (IGrouping<string, string> lines in Lines.GroupBy(each => each.Name.ToLowerInvariant().Replace('-', '_'), each => each.Value))
            {
                texts[$"http.headers.{lines.Key}"] = [.. lines];
            }

            foreach (IGrouping<string, string> arguments in Query.GroupBy(each => each.Name, each => each.Value))
            {
                texts[$"http.queries.{arguments.Key}"] = [.. arguments];
            }

            var numbers = new Dictionary<string, long>
            {
                ["net.src.port"] = Port,
                ["net.dst.port"] = Host?.Contains(':') == true ? 80 : 8000,
                ["http.path.segments.len"] = segments.Length,
            };
            var addresses = new Dictionary<string, IPAddress> { ["net.src.ip"] = IPAddress.Parse(Source), ["net.dst.ip"] = IPAddress.Parse("10.9.9.9") };
            return new NaiveFacts(texts, numbers, addresses);
        }

        public override string ToString() =>
            $"{Method} {Path} host={Host} tls={IsTls} sni={Sni} from={Source}:{Port} {string.Join(' ', Lines)} {string.Join('&', Query)}";
    }
}
