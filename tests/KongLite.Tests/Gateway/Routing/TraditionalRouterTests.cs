using KongLite.Gateway.Routing;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Routing;

namespace KongLite.Tests.Gateway.Routing;

/// <summary>Where the <c>traditional</c> flavour differs from the default one.</summary>
public sealed class TraditionalRouterTests
{
    [Theory]
    // More kinds of attributes, whatever they are.
    [InlineData("A: hosts=*.t paths=/p", "B: hosts=a.t", "A")]
    [InlineData("A: paths=/p methods=GET", "B: paths=~/p", "A")]
    // Then the kinds: hosts, headers, paths, methods.
    [InlineData("A: hosts=a.t methods=GET", "B: hosts=a.t paths=/p", "B")]
    [InlineData("A: hosts=*.t headers=v:1", "B: hosts=a.t paths=/p", "A")]
    // Within them: plain hosts, regular expressions, headers, priority, length.
    [InlineData("A: hosts=*.t paths=/p/q", "B: hosts=a.t paths=/p", "B")]
    [InlineData("A: hosts=a.t paths=/p/q", "B: hosts=a.t paths=~/p", "B")]
    [InlineData("A: headers=v:1", "B: headers=v:1,w:2", "B")]
    [InlineData("A: paths=~/p/q regex_priority=1", "B: paths=~/p regex_priority=2", "B")]
    [InlineData("A: paths=~/p regex_priority=-1", "B: paths=~/p", "B")]
    [InlineData("A: paths=/p", "B: paths=/x,/p/q", "B")]
    public void Ranks_routes_as_the_first_router(string first, string second, string winner)
    {
        Router forwards = Build(first, second);
        Router backwards = Build(second, first);

        RequestKey request = Given.Request("GET a.t /p/q v:1 w:2");

        Assert.Equal((winner, winner), (forwards.Winner(request), backwards.Winner(request)));
    }

    [Fact]
    public void Prefers_the_older_of_two_equal_routes()
    {
        Route older = Given.Route("older: paths=/p", 1) with { CreatedAt = 1 };
        Route newer = Given.Route("newer: paths=/p", 2) with { CreatedAt = 2 };

        Router router = Router.Build([new RouteEntry(newer, null), new RouteEntry(older, null)], RouterFlavor.Traditional);

        Assert.Equal("older", router.Winner(Given.Request("GET a.t /p")));
    }

    [Theory]
    [InlineData("x.w.t", false, "80")]
    [InlineData("x.w.t", true, "443")]
    [InlineData("x.w.t:8000", false, "8000")]
    [InlineData("x.w.t:9", false, "none")]
    public void Takes_the_port_of_the_scheme_for_wildcards_where_the_host_has_none(string host, bool isTls, string winner)
    {
        Router router = Build("80: hosts=*.w.t:80", "443: hosts=*.w.t:443", "8000: hosts=*.w.t:8000");

        Assert.Equal(winner, router.Winner(Given.Request($"GET {host} /", isTls)));
    }

    [Theory]
    [InlineData("a.t", false, "none")]
    [InlineData("a.t", true, "none")]
    [InlineData("a.t:80", false, "80")]
    [InlineData("a.t:8000", false, "8000")]
    [InlineData("a.t:9", false, "none")]
    public void Compares_whole_hosts_with_the_header_as_it_is(string host, bool isTls, string winner)
    {
        Router router = Build("80: hosts=a.t:80", "443: hosts=a.t:443", "8000: hosts=a.t:8000");

        Assert.Equal(winner, router.Winner(Given.Request($"GET {host} /", isTls)));
    }

    [Theory]
    [InlineData("hosts=*.w.t", ".w.t", false)]
    [InlineData("hosts=*.w.t", "x.w.t", true)]
    [InlineData("hosts=w.*", "w.", false)]
    [InlineData("hosts=w.*", "w.t", true)]
    public void Fills_wildcards(string route, string host, bool matches) =>
        Assert.Equal(matches ? "A" : "none", Build("A: " + route).Winner(Given.Request($"GET {host} /")));

    [Theory]
    [InlineData("h100000.t:1", true)]
    [InlineData("z.t:81", true)]
    [InlineData("z.t", false)]
    [InlineData("a.w.t", true)]
    [InlineData("a.w.t:81", false)]
    [InlineData(".w.t", false)]
    public void Compares_hosts_in_turn_as_well_when_there_are_very_many(string host, bool matches)
    {
        IEnumerable<string> hosts = Enumerable.Range(0, 100_001).Select(number => $"h{number}.t");
        Router router = Build($"A: hosts={string.Join(',', hosts)},z.t:81,*.w.t:80");

        Assert.Equal(matches ? "A" : "none", router.Winner(Given.Request($"GET {host} /")));
    }

    [Theory]
    [InlineData("/a", true)]
    [InlineData("/b", true)]
    [InlineData("/x/b", false)]
    public void Binds_all_alternatives_to_the_start(string path, bool matches) =>
        Assert.Equal(matches ? "A" : "none", Build("A: paths=~/a|/b").Winner(Given.Request($"GET a.t {path}")));

    [Fact]
    public void Does_not_count_the_length_of_regular_expressions()
    {
        Route older = Given.Route("older: paths=~/p", 1) with { CreatedAt = 1 };
        Route newer = Given.Route("newer: paths=~/p/[a-z]+", 2) with { CreatedAt = 2 };

        Router router = Router.Build([new RouteEntry(newer, null), new RouteEntry(older, null)], RouterFlavor.Traditional);

        Assert.Equal("older", router.Winner(Given.Request("GET a.t /p/q")));
    }

    [Theory]
    [InlineData("/a/x", "A")]
    [InlineData("/a/b", "none")]
    [InlineData("/yy", "B")]
    [InlineData("/yz", "none")]
    public void Knows_look_around_and_back_references(string path, string winner)
    {
        Router router = Build("A: paths=~/a/(?!b)", "B: paths=~/(.)\\1");

        Assert.Equal(winner, router.Winner(Given.Request($"GET a.t {path}")));
    }

    [Fact]
    public void Gives_up_on_an_expression_that_takes_too_long()
    {
        Router router = Build("A: paths=~/(?=(a+)+$)", "B: paths=/");

        Assert.Equal("B", router.Winner(Given.Request($"GET a.t /{new string('a', 40)}b")));
    }

    [Theory]
    [InlineData("/srv", "/rou", false, "/roureq", "/srvroureq")]
    [InlineData("/srv", "/rou", true, "/roureq", "/srvreq")]
    [InlineData("/srv/", "/rou", true, "/rou", "/srv/")]
    [InlineData("/srv/", "/rou", true, "/rou/x", "/srv/x")]
    [InlineData("/service", "/", true, "/route", "/serviceroute")]
    [InlineData("/service", "/", false, "/route", "/serviceroute")]
    public void Joins_paths_as_they_are_for_v1(string service, string route, bool strip, string path, string expected) =>
        Assert.Equal(expected, UpstreamPath.JoinPlainly(service, path, route.Length, strip));

    [Theory]
    [InlineData(RouterFlavor.Traditional, true)]
    [InlineData(RouterFlavor.TraditionalCompatible, false)]
    [InlineData(RouterFlavor.Expressions, false)]
    public void Counts_path_handling_v1_in_its_flavour_only(RouterFlavor flavor, bool counts)
    {
        Route route = Given.Route("A: paths=/") with { PathHandling = PathHandling.V1 };

        Assert.Equal(counts, CompiledRoute.Compile(route, null, flavor).JoinsPlainly);
    }

    private static Router Build(params string[] lines) =>
        Router.Build(lines.Select((line, index) => new RouteEntry(Given.Route(line, index + 1), null)), RouterFlavor.Traditional);
}
