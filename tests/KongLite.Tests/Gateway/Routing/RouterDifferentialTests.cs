using System.Text.RegularExpressions;
using CsCheck;
using KongLite.Gateway.Routing;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Routing;
using KongLite.Tests.Gateway.Routing.Naive;
using Xunit.Abstractions;

namespace KongLite.Tests.Gateway.Routing;

/// <summary>The router against the rules by the book: for random routes and requests both find the same route, path for the service and captures.</summary>
public sealed class RouterDifferentialTests(ITestOutputHelper output)
{
    private const int Cases = 5_000;
    private const int RequestsOfCase = 20;

    [Theory]
    [InlineData(RouterFlavor.TraditionalCompatible)]
    [InlineData(RouterFlavor.Traditional)]
    public void Finds_what_trying_all_routes_in_order_finds(RouterFlavor flavor)
    {
        var patterns = new Dictionary<string, Regex>();
        var tally = new Tally();

        RoutingGen.Cases(flavor == RouterFlavor.Traditional).Sample(
            each =>
            {
                var naive = new NaiveRouter(each.Routes, flavor, patterns);
                var router = Router.Build(each.Routes.Select(route => new RouteEntry(route.Route, route.Service)), flavor);
                foreach (NaiveRequest request in each.Requests)
                {
                    NaiveOutcome expected = naive.Match(request, out Route? route, out int contenders);
                    tally.Count(route, contenders);

                    Assert.Equal((request, expected), (request, NaiveOutcome.Of(request.Match(router))));
                }
            },
            iter: Cases,
            threads: 1);

        output.WriteLine($"{flavor}: {tally}");
        tally.Check(Cases * RequestsOfCase);
    }

    /// <summary>What the pairs had in them, without which they would prove little.</summary>
    private sealed class Tally
    {
        private readonly Dictionary<string, int> _winners = [];
        private int _pairs;
        private int _matched;
        private int _contested;

        public void Count(Route? winner, int contenders)
        {
            _pairs++;
            _matched += winner is null ? 0 : 1;
            _contested += contenders > 1 ? 1 : 0;
            foreach ((string attribute, bool isUsed) in Attributes(winner))
            {
                _winners[attribute] = _winners.GetValueOrDefault(attribute) + (isUsed ? 1 : 0);
            }
        }

        public void Check(int pairs)
        {
            Assert.True(_pairs >= pairs, $"{_pairs} pairs");
            Assert.InRange((double)_matched / _pairs, 0.4, 0.95);
            Assert.True(_contested > _pairs / 4, $"two routes or more fit {_contested} requests only");
            Assert.All(_winners, each => Assert.True(each.Value > _matched / 100, $"{each.Key} decided {each.Value} matches only"));
        }

        public override string ToString() =>
            $"{_pairs} pairs, {100.0 * _matched / _pairs:F1} % with a route, {100.0 * _contested / _pairs:F1} % with several; of the routes "
            + string.Join(", ", _winners.Select(each => $"{each.Key} {100.0 * each.Value / _matched:F1} %"));

        private static IEnumerable<(string Name, bool IsUsed)> Attributes(Route? route)
        {
            IReadOnlyList<string> hosts = route?.Hosts ?? [];
            IReadOnlyList<string> paths = route?.Paths ?? [];
            IEnumerable<string> values = (route?.Headers?.Values ?? []).SelectMany(each => each);
            yield return ("methods", route?.Methods is not null);
            yield return ("hosts", hosts.Count > 0);
            yield return ("hosts with wildcards", hosts.Any(each => each.Contains('*')));
            yield return ("hosts with ports", hosts.Any(each => each.Contains(':')));
            yield return ("wildcards with ports", hosts.Any(each => each.Contains('*') && each.Contains(':')));
            yield return ("headers", route?.Headers is not null);
            yield return ("several headers", route?.Headers?.Count > 1);
            yield return ("header patterns", values.Any(each => each[0] == '~'));
            yield return ("prefixes", paths.Any(each => each[0] == '/'));
            yield return ("regular expressions", paths.Any(each => each[0] == '~'));
            yield return ("both", paths.Any(each => each[0] == '/') && paths.Any(each => each[0] == '~'));
            yield return ("server names", route?.Snis is not null);
            yield return ("negative priorities", route?.RegexPriority < 0 && paths.Any(each => each[0] == '~'));
            yield return ("priorities from 4096 on", route?.RegexPriority >= 4096 && paths.Any(each => each[0] == '~'));
            yield return ("only https", route?.Protocols is [Protocol.Https]);
        }
    }
}
