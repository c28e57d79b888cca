using KongLite.Gateway.Routing;
using KongLite.Sdk.Entities;

namespace KongLite.Tests.Gateway.Routing;

public sealed class RouterMatchTests
{
    [Theory]
    [InlineData("methods=GET", "GET a.t /", true)]
    [InlineData("methods=GET,PUT", "PUT a.t /", true)]
    [InlineData("methods=GET", "POST a.t /", false)]
    [InlineData("methods=GET", "get a.t /", false)]
    public void Compares_the_method(string route, string request, bool matches) => Check(route, request, matches);

    [Theory]
    [InlineData("hosts=a.t", "GET a.t /", true)]
    [InlineData("hosts=a.t", "GET A.t /", false)]
    [InlineData("hosts=Up.T", "GET Up.T /", true)]
    [InlineData("hosts=a.t", "GET www.a.t /", false)]
    [InlineData("hosts=a.t", "GET a.t.uk /", false)]
    [InlineData("hosts=a.t", "GET - /", false)]
    [InlineData("hosts=a.t,b.t", "GET b.t /", true)]
    [InlineData("hosts=a.t", "GET a.t:80 /", true)]
    [InlineData("hosts=a.t", "GET a.t:99999999999 /", true)]
    [InlineData("hosts=a.t", "GET a.t: /", false)]
    [InlineData("hosts=a.t", "GET a.t:x /", false)]
    [InlineData("hosts=a.t:8080", "GET a.t:8080 /", true)]
    [InlineData("hosts=a.t:8080", "GET a.t:80 /", false)]
    [InlineData("hosts=a.t:8080", "GET a.t:80800 /", false)]
    [InlineData("hosts=a.t:8080", "GET a.t /", false)]
    [InlineData("hosts=a.t:8000", "GET a.t /", true)]
    [InlineData("hosts=*.w.t", "GET a.w.t /", true)]
    [InlineData("hosts=*.w.t", "GET a.b.w.t:9 /", true)]
    [InlineData("hosts=*.w.t", "GET .w.t /", true)]
    [InlineData("hosts=*.w.t", "GET w.t /", false)]
    [InlineData("hosts=*.w.t", "GET aw.t /", false)]
    [InlineData("hosts=*.w.t", "GET a.w.t.uk /", false)]
    [InlineData("hosts=*.w.t:9000", "GET a.w.t:9000 /", true)]
    [InlineData("hosts=*.w.t:9000", "GET a.w.t /", false)]
    [InlineData("hosts=t.*", "GET t.test /", true)]
    [InlineData("hosts=t.*", "GET t.co.uk:8080 /", true)]
    [InlineData("hosts=t.*", "GET t /", false)]
    [InlineData("hosts=t.*", "GET tt.test /", false)]
    [InlineData("hosts=t.*", "GET at.test /", false)]
    [InlineData("hosts=t.*:81", "GET t.x:81 /", true)]
    [InlineData("hosts=t.*:81", "GET t.x:82 /", false)]
    [InlineData("hosts=[::1]", "GET [::1] /", true)]
    [InlineData("hosts=[::1]", "GET [::1]:80 /", false)]
    [InlineData("hosts=127.0.0.1", "GET 127.0.0.1:99 /", true)]
    public void Compares_the_host_and_its_port(string route, string request, bool matches) => Check(route, request, matches);

    [Theory]
    [InlineData("headers=v:1", "GET a.t / v:1", true)]
    [InlineData("headers=V:1", "GET a.t / v:1", true)]
    [InlineData("headers=v:Ab", "GET a.t / v:aB", true)]
    [InlineData("headers=v:1|2", "GET a.t / v:2", true)]
    [InlineData("headers=v:1", "GET a.t / v:12", false)]
    [InlineData("headers=v:1", "GET a.t / v:", false)]
    [InlineData("headers=v:1", "GET a.t /", false)]
    [InlineData("headers=v:1,w:2", "GET a.t / v:1 w:2", true)]
    [InlineData("headers=v:1,w:2", "GET a.t / v:1", false)]
    [InlineData("headers=v:2", "GET a.t / v:1 v:2", true)]
    [InlineData("headers=v:2", "GET a.t / v:1,2", false)]
    [InlineData("headers=v:~*^curl/[0-9]+", "GET a.t / v:CURL/8", true)]
    [InlineData("headers=v:~*bot", "GET a.t / v:GoogleBOT/2", true)]
    [InlineData("headers=v:~*^A+$", "GET a.t / v:aab", false)]
    [InlineData("headers=v:~*^\\D$", "GET a.t / v:1", true)]
    [InlineData("headers=x-my-v:1", "GET a.t / x_my_v:1", true)]
    [InlineData("headers=x_my_v:1", "GET a.t / X-My-V:1", true)]
    [InlineData("headers=x-my-v:1", "GET a.t / X_my-v:1", true)]
    [InlineData("headers=x-my_v:1", "GET a.t / x-my-v:2 x_my-v:1", true)]
    [InlineData("headers=a-b-c-d-e-f:1", "GET a.t / a_b_c_d_e_f:1", true)]
    [InlineData("headers=a_b-c-d-e-f:1", "GET a.t / a-b-c-d-e-f:1", true)]
    [InlineData("headers=v:~*^k", "GET a.t / v:\u212a", false)]
    public void Compares_headers(string route, string request, bool matches) => Check(route, request, matches);

    [Fact]
    public void Compares_long_header_values()
    {
        string value = new('A', 5000);

        Check("headers=v:~*^a+$", "GET a.t / v:" + value, true);
        Check("headers=v:" + value, "GET a.t / v:" + value.ToLowerInvariant(), true);
    }

    [Theory]
    [InlineData("paths=/rou", "GET a.t /route", true)]
    [InlineData("paths=/route", "GET a.t /route", true)]
    [InlineData("paths=/route", "GET a.t /rout", false)]
    [InlineData("paths=/route", "GET a.t /Route", false)]
    [InlineData("paths=/route", "GET a.t /x/route", false)]
    [InlineData("paths=/t/", "GET a.t /t", false)]
    [InlineData("paths=/", "GET a.t /", true)]
    [InlineData("paths=/caf\u00e9", "GET a.t /caf\u00e9/x", true)]
    [InlineData("paths=~/items/\\d+", "GET a.t /items/12/x", true)]
    [InlineData("paths=~/items/\\d+", "GET a.t /items/x", false)]
    [InlineData("paths=~/items/\\d+", "GET a.t /x/items/1", false)]
    [InlineData("paths=~/end$", "GET a.t /ends", false)]
    [InlineData("paths=~/(?i)CaSe", "GET a.t /case/x", true)]
    [InlineData("paths=/a,~/b/\\d", "GET a.t /b/1", true)]
    public void Compares_the_path(string route, string request, bool matches) => Check(route, request, matches);

    [Theory]
    [InlineData("snis=a.t", false, null, true)]
    [InlineData("snis=a.t", true, "a.t", true)]
    [InlineData("snis=a.t", true, "A.t", false)]
    [InlineData("snis=a.t", true, "b.t", false)]
    [InlineData("snis=a.t", true, null, false)]
    [InlineData("snis=a.t.", true, "a.t", true)]
    [InlineData("snis=a.t,b.t", true, "b.t", true)]
    [InlineData("snis=*.a.t", true, "x.a.t", true)]
    [InlineData("snis=*.a.t", true, "a.t", false)]
    [InlineData("snis=a.*", true, "a.t", true)]
    [InlineData("snis=a.*", true, "ab.t", false)]
    public void Compares_the_server_name_on_tls_only(string route, bool isTls, string? sni, bool matches) =>
        Assert.Equal(matches ? "R" : "none", Given.Router("R: " + route).Winner(Given.Request("GET a.t /", isTls, sni)));

    [Theory]
    [InlineData("GET a.t /f x-f:1", "none")]
    [InlineData("PUT a.t /f x-f:1", "R")]
    [InlineData("PUT a.t /f", "none")]
    [InlineData("PUT b.t /f x-f:1", "none")]
    [InlineData("PUT a.t /g x-f:1", "none")]
    public void Wants_all_attributes(string request, string winner) =>
        Assert.Equal(winner, Given.Router("R: methods=PUT hosts=a.t paths=/f headers=x-f:1").Winner(Given.Request(request)));

    [Fact]
    public void Serves_tls_also_on_a_route_for_cleartext()
    {
        Router router = Router.Build([new RouteEntry(Given.Route("R: paths=/") with { Protocols = [Protocol.Http] }, null)]);

        Assert.Equal("R", router.Winner(Given.Request("GET a.t /", isTls: true)));
    }

    [Fact]
    public void Finds_a_route_for_tls_also_in_cleartext()
    {
        CompiledRoute route = CompiledRoute.Compile(Given.Route("R: paths=/") with { Protocols = [Protocol.Https], HttpsRedirectStatusCode = 308 }, null);

        Assert.Equal("R", Router.Build([route]).Winner(Given.Request("GET a.t /")));
        Assert.True(route.IsHttpsOnly);
        Assert.Equal(308, route.HttpsRedirectStatusCode);
    }

    [Fact]
    public void Leaves_out_routes_of_services_that_are_switched_off()
    {
        var off = new Service { Host = "s.t", Enabled = false };
        Router router = Router.Build(
            [new RouteEntry(Given.Route("off: paths=/a"), off), new RouteEntry(Given.Route("on: paths=/"), off with { Enabled = true })]);

        Assert.Equal("on", router.Winner(Given.Request("GET a.t /a")));
    }

    [Theory]
    [InlineData(Protocol.Tcp)]
    [InlineData(Protocol.Tls)]
    [InlineData(Protocol.TlsPassthrough)]
    [InlineData(Protocol.Udp)]
    public void Leaves_out_stream_routes(Protocol protocol)
    {
        CompiledRoute route = CompiledRoute.Compile(Given.Route("R: snis=a.t") with { Protocols = [protocol] }, null);

        Assert.False(route.IsRoutable);
        Assert.Null(Router.Build([route]).Match(Given.Request("GET a.t /")));
    }

    [Fact]
    public void Finds_nothing_without_routes() => Assert.Null(Router.Empty.Match(Given.Request("GET a.t /")));

    [Fact]
    public void Leaves_out_a_route_with_a_broken_pattern()
    {
        CompiledRoute broken = CompiledRoute.Compile(Given.Route("A: paths=~/("), null);

        Router router = Router.Build([broken, CompiledRoute.Compile(Given.Route("B: paths=/"), null)]);

        Assert.NotNull(broken.Problem);
        Assert.Equal("B", router.Winner(Given.Request("GET a.t /(")));
    }

    [Fact]
    public void Tells_which_text_the_path_stands_for()
    {
        RouteMatch? prefix = Given.Router("R: paths=/pre,/p").Match(Given.Request("GET a.t /prefix"));
        RouteMatch? regex = Given.Router("R: paths=~/v(?<ver>\\d+)").Match(Given.Request("GET a.t /v12/users"));
        RouteMatch? none = Given.Router("R: hosts=a.t").Match(Given.Request("GET a.t /x"));

        Assert.Equal(("/pre", 4, "/pre"), (prefix?.Prefix, prefix?.PrefixLength, prefix?.RoutePath));
        Assert.Equal(("/v12", 4, "/v(?<ver>\\d+)"), (regex?.Prefix, regex?.PrefixLength, regex?.RoutePath));
        Assert.Equal((null, -1, null), (none?.Prefix, none?.PrefixLength, none?.RoutePath));
    }

    [Fact]
    public void Catches_the_groups_of_the_path_in_normal_form()
    {
        Router router = Given.Router("R: paths=~/users/(?<user>[^/]+)/posts/(\\d+)");

        RouteMatch match = router.Match(Given.Request("GET a.t /users/b\u00a0b/posts/7/comments")).GetValueOrDefault();

        Assert.Equal("b\u00a0b", match.Captures.Named["user"]);
        Assert.Equal(["b\u00a0b", "7"], match.Captures.Unnamed);
    }

    [Theory]
    [InlineData("paths=/users")]
    [InlineData("paths=~/users/\\w+")]
    [InlineData("hosts=a.t")]
    public void Catches_nothing_without_groups(string route)
    {
        RouteMatch match = Given.Router("R: " + route).Match(Given.Request("GET a.t /users/ann")).GetValueOrDefault();

        Assert.Empty(match.Captures.Named);
        Assert.Empty(match.Captures.Unnamed);
    }

    [Fact]
    public void Compares_hosts_in_turn_when_a_route_has_too_many_combinations()
    {
        string hosts = string.Join(',', Enumerable.Range(0, 400).Select(i => $"h{i}.t"));
        string paths = string.Join(',', Enumerable.Range(0, 300).Select(i => $"/{i:D4}"));
        Router router = Given.Router($"R: hosts={hosts},*.w.t paths={paths}", "other: hosts=h1.t");

        Assert.Equal("R", router.Winner(Given.Request("GET h399.t:80 /0299/x")));
        Assert.Equal("R", router.Winner(Given.Request("GET a.w.t /0000")));
        Assert.Equal("none", router.Winner(Given.Request("GET x.t /0000")));
        Assert.Equal("other", router.Winner(Given.Request("GET h1.t /9999")));
    }

    private static void Check(string route, string request, bool matches) =>
        Assert.Equal(matches ? "R" : "none", Given.Router("R: " + route).Winner(Given.Request(request)));
}
