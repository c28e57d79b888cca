using System.Net;
using KongLite.Gateway.Routing;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Routing;

namespace KongLite.Tests.Gateway.Routing.Expressions;

public sealed class ExpressionMatchTests
{
    [Theory]
    [InlineData("http.method == \"GET\"", true)]
    [InlineData("http.method == \"get\"", false)]
    [InlineData("lower(http.method) == \"get\"", true)]
    [InlineData("http.host == \"a.t\"", true)]
    [InlineData("http.host =^ \".t\" && http.host ^= \"a.\"", true)]
    [InlineData("http.host contains \":\"", false)]
    [InlineData("http.path ^= \"/one\"", true)]
    [InlineData("http.path ^= \"/ONE\"", false)]
    [InlineData("http.path =^ \"/Three\"", true)]
    [InlineData("lower(http.path) =^ \"/three\"", true)]
    [InlineData("http.path contains \"wo/T\"", true)]
    [InlineData("http.path ~ \"t[a-z]o\"", true)]
    [InlineData("http.path ~ \"^t[a-z]o\"", false)]
    [InlineData("http.path.segments.0 == \"one\"", true)]
    [InlineData("http.path.segments.2 == \"Three\"", true)]
    [InlineData("http.path.segments.3 != \"x\"", false)]
    [InlineData("http.path.segments.0_1 == \"one/two\"", true)]
    [InlineData("http.path.segments.1_2 == \"two/Three\"", true)]
    [InlineData("http.path.segments.1_3 != \"x\"", false)]
    [InlineData("http.path.segments.99999999999 != \"x\"", false)]
    [InlineData("http.path.segments.len == 3", true)]
    [InlineData("http.headers.x_many == \"1\"", false)]
    [InlineData("any(http.headers.x_many) == \"1\"", true)]
    [InlineData("any(http.headers.x_many) == \"3\"", false)]
    [InlineData("http.headers.x_many ~ \"^[12]$\"", true)]
    [InlineData("http.headers.x_many != \"3\"", true)]
    [InlineData("http.headers.x_many != \"1\"", false)]
    [InlineData("any(http.headers.x_many) != \"1\"", true)]
    [InlineData("any(http.headers.x_both) == \"dashed\"", true)]
    [InlineData("any(http.headers.x_both) == \"plain\"", true)]
    [InlineData("any(http.headers.x_both) == \"other\"", false)]
    [InlineData("http.headers.x_both != \"dashed\"", false)]
    [InlineData("http.headers.x_both != \"other\"", true)]
    [InlineData("http.headers.X_One == \"Value\"", true)]
    [InlineData("http.headers.x_one == \"value\"", false)]
    [InlineData("lower(http.headers.x_one) == \"value\"", true)]
    [InlineData("http.headers.x_none != \"value\"", false)]
    [InlineData("!(http.headers.x_none == \"value\")", true)]
    [InlineData("http.queries.q == \"a b\"", true)]
    [InlineData("http.queries.Q == \"a b\"", false)]
    [InlineData("http.queries.flag == \"\"", true)]
    [InlineData("any(http.queries.twice) == \"2\"", true)]
    [InlineData("http.queries.twice == \"2\"", false)]
    [InlineData("http.queries.none != \"2\"", false)]
    [InlineData("net.protocol == \"http\"", true)]
    [InlineData("tls.sni != \"a\"", false)]
    [InlineData("net.src.ip == 10.1.2.3", true)]
    [InlineData("net.src.ip != 10.1.2.3", false)]
    [InlineData("net.src.ip in 10.0.0.0/8", true)]
    [InlineData("net.src.ip not in 10.0.0.0/8", false)]
    [InlineData("net.src.ip not in fd00::/8", true)]
    [InlineData("net.src.port >= 5000 && net.src.port <= 5000", true)]
    [InlineData("net.src.port > 5000", false)]
    [InlineData("net.src.port < 5000", false)]
    [InlineData("net.src.port != 5000", false)]
    [InlineData("net.dst.ip == 192.168.0.1", true)]
    [InlineData("net.dst.port == 8000", true)]
    [InlineData("net.port == 8000", true)]
    [InlineData("http.method == \"PUT\" || http.method == \"GET\" && http.path == \"/\"", false)]
    [InlineData("http.path == \"/\" && http.method == \"PUT\" || http.method == \"GET\"", false)]
    public void Compares_the_fields_of_a_request(string expression, bool isMet)
    {
        Router router = Build(Route(expression));

        bool found = router.Match(Request("/one/two/Three")) is not null;

        Assert.Equal(isMet, found);
    }

    [Theory]
    [InlineData("/", 0)]
    [InlineData("/a", 1)]
    [InlineData("/a/", 1)]
    [InlineData("/a/b/", 2)]
    public void Counts_segments(string path, int count) => Assert.NotNull(Build(Route($"http.path.segments.len == {count}")).Match(Request(path)));

    [Theory]
    [InlineData("http.path ^= \"/one\"", "/one", 4)]
    [InlineData("http.path == \"/one/two\"", "/one/two", 8)]
    [InlineData("http.path ~ \"^/o[^/]+\"", "/one", 4)]
    [InlineData("http.path ^= \"/one\" && http.path ^= \"/\"", "/", 1)]
    [InlineData("http.path ^= \"/x\" || http.path ^= \"/one\"", "/one", 4)]
    [InlineData("http.method == \"GET\"", null, -1)]
    public void Remembers_which_part_of_the_path_was_matched_last(string expression, string? prefix, int length)
    {
        RouteMatch match = Build(Route(expression)).Match(Request("/one/two"))!.Value;

        Assert.Equal((prefix, length), (match.Prefix, match.PrefixLength));
    }

    [Fact]
    public void Captures_what_groups_matched()
    {
        RouteMatch match = Build(Route("http.path ~ r#\"^/(?<first>[^/]+)/(.+)\"#")).Match(Request("/one/two"))!.Value;

        Assert.Equal("one", match.Captures.Named["first"]);
        Assert.Equal(["one", "two"], match.Captures.Unnamed);
    }

    [Fact]
    public void Tries_higher_priorities_first_and_routes_without_expression_last()
    {
        Router router = Build(
            Route("http.path ^= \"/\"", "low", priority: 1),
            Route("http.path ^= \"/a\"", "high", priority: 2),
            Given.Route("classic: hosts=a.t paths=/a/b methods=GET", 9) with { });

        Assert.Equal("high", router.Winner(Request("/a/b")));
        Assert.Equal("low", router.Winner(Request("/b")));
    }

    [Fact]
    public void Tries_the_greater_id_first_among_equals()
    {
        Router router = Build(Route("http.path ^= \"/\"", "one", number: 1), Route("http.path ^= \"/a\"", "two", number: 2));

        Assert.Equal("two", router.Winner(Request("/a")));
    }

    [Theory]
    [InlineData(new[] { Protocol.Http }, false, true)]
    [InlineData(new[] { Protocol.Http }, true, false)]
    [InlineData(new[] { Protocol.Grpcs }, false, false)]
    [InlineData(new[] { Protocol.Grpcs }, true, true)]
    // Cleartext requests are redirected.
    [InlineData(new[] { Protocol.Https }, false, true)]
    [InlineData(new[] { Protocol.Http, Protocol.Https }, true, true)]
    public void Serves_the_protocols_of_the_route(Protocol[] protocols, bool isTls, bool isMet)
    {
        Router expression = Build(Route("http.path ^= \"/\"") with { Protocols = protocols });
        Router classic = Build(new ExpressionRoute { Id = Given.Id(1), Paths = ["/"], Protocols = protocols });

        RequestKey request = Request("/") with { IsTls = isTls };

        Assert.Equal((isMet, isMet), (expression.Match(request) is not null, classic.Match(request) is not null));
    }

    [Theory]
    [InlineData("10.1.2.3", null, true)]
    [InlineData("10.0.0.0/8", 5000, true)]
    [InlineData("10.0.0.0/8", 5001, false)]
    [InlineData("10.9.9.9/8", null, true)]
    [InlineData("11.0.0.0/8", null, false)]
    [InlineData(null, 5000, true)]
    public void Matches_the_sources_of_a_route_without_expression(string? ip, int? port, bool isMet)
    {
        Router router = Build(new ExpressionRoute { Id = Given.Id(1), Sources = [new RouteAddress { Ip = ip, Port = port }] });

        Assert.Equal(isMet, router.Match(Request("/")) is not null);
    }

    [Fact]
    public void Leaves_out_a_route_whose_expression_is_broken()
    {
        Router router = Build(Route("http.path ^=", "broken", priority: 9), Route("http.path ^= \"/\"", "good"));

        Assert.Equal("good", router.Winner(Request("/")));
    }

    [Fact]
    public void Asks_for_the_costly_parts_of_a_request_only_when_a_route_looks_at_them()
    {
        Assert.Equal(RequestParts.None, Build(Route("http.path ^= \"/\" && net.dst.port == 80")).Needs);
        Assert.Equal(RequestParts.Query, Build(Route("http.path ^= \"/\" && !(http.queries.a == \"1\")")).Needs);
        Assert.Equal(RequestParts.Addresses, Build(Route("http.path ^= \"/\" || net.src.ip in 10.0.0.0/8")).Needs);
    }

    private static Router Build(params Route[] routes) => Router.Build(routes.Select(route => new RouteEntry(route, null)), RouterFlavor.Expressions);

    private static ExpressionRoute Route(string expression, string name = "it", long priority = 0, int number = 1) =>
        new() { Id = Given.Id(number), Name = name, Expression = expression, Priority = priority };

    private static RequestKey Request(string path) => Given.Request($"GET a.t {path} X-Many:1 X-Many:2 X-One:Value X-Both:dashed x_both:plain") with
    {
        ClientAddress = IPAddress.Parse("10.1.2.3"),
        ClientPort = 5000,
        ServerAddress = IPAddress.Parse("192.168.0.1"),
        Query = QueryArguments.Parse("q=a+b&flag&twice=1&twice=2", 100),
    };
}
