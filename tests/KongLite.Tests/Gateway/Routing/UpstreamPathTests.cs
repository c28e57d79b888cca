using KongLite.Gateway.Routing;
using KongLite.Sdk.Entities;

namespace KongLite.Tests.Gateway.Routing;

public sealed class UpstreamPathTests
{
    [Theory]
    [InlineData("/", "/route", false, "/route/", "/route/")]
    [InlineData("/", "/route", true, "/route", "/")]
    [InlineData("/", "/route", true, "/route/", "/")]
    [InlineData("/", "/route", true, "/routereq", "/req")]
    [InlineData("/", "/route/", true, "/route/req", "/req")]
    [InlineData("/srv", "/rou", false, "/roureq", "/srv/roureq")]
    [InlineData("/srv", "/rou", true, "/roureq", "/srv/req")]
    [InlineData("/srv/", "/rou", false, "/rou", "/srv/rou")]
    [InlineData("/srv/", "/rou", true, "/rou", "/srv")]
    [InlineData("/service", "/", false, "/", "/service")]
    [InlineData("/service", "/", true, "/", "/service")]
    [InlineData("/service", "/", false, "/route/", "/service/route/")]
    [InlineData("/service", "/", true, "/route/", "/service/route/")]
    [InlineData("/service", "/route", true, "/route", "/service")]
    [InlineData("/service", "/route", true, "/route/", "/service/")]
    [InlineData("/service", "/route", true, "/routereq", "/service/req")]
    [InlineData("/service", "/route/", true, "/route/", "/service/")]
    public void Joins_as_in_the_examples(string servicePath, string routePath, bool strip, string path, string upstream) =>
        Assert.Equal(upstream, UpstreamPath.Of(Match(servicePath, $"paths={routePath}", strip, path)));

    // The rows of the table: the service's path, whether the prefix goes, and what is left.
    [Theory]
    [InlineData("/s/", "/p", true, "/p", "/s")]
    [InlineData("/s/", "/p/", true, "/p/", "/s/")]
    [InlineData("/s/", "/p", true, "/p/", "/s/")]
    [InlineData("/s/", "/p", true, "/p/x", "/s/x")]
    [InlineData("/s/", "/p", true, "/px", "/s/x")]
    [InlineData("/s/", "/p", false, "/p/x", "/s/p/x")]
    [InlineData("/s", "/p", true, "/p/x", "/s/x")]
    [InlineData("/s", "/", false, "/x", "/s/x")]
    [InlineData("/", "/p", true, "/p/x", "/x")]
    [InlineData("/", "/", true, "/x/y", "/x/y")]
    [InlineData(null, "/p", true, "/p", "/")]
    [InlineData(null, "/p", false, "/p/", "/p/")]
    public void Joins_with_one_slash(string? servicePath, string routePath, bool strip, string path, string upstream) =>
        Assert.Equal(upstream, UpstreamPath.Of(Match(servicePath, $"paths={routePath}", strip, path)));

    [Theory]
    [InlineData("/svc", true, "/x", "/svc/x")]
    [InlineData("/svc", true, "/", "/svc")]
    [InlineData("/svc/", true, "/", "/svc/")]
    [InlineData("/svc", false, "/", "/svc")]
    [InlineData("/", true, "/x/", "/x/")]
    public void Strips_nothing_without_paths(string servicePath, bool strip, string path, string upstream)
    {
        RouteMatch match = Match(servicePath, "hosts=a.t", strip, path);

        Assert.Equal(upstream, UpstreamPath.Of(match));
        Assert.Null(UpstreamPath.ForwardedPrefix(match));
    }

    [Theory]
    [InlineData("/pre./x", "/svc/x")]
    [InlineData("/pre../x", "/svc/x")]
    [InlineData("/pre.", "/svc")]
    [InlineData("/pre..", "/svc")]
    [InlineData("/pre.../x", "/svc/.../x")]
    [InlineData("/pre.x", "/svc/.x")]
    [InlineData("/pre..x/y", "/svc/..x/y")]
    public void Takes_dot_segments_off_what_is_left(string path, string upstream) =>
        Assert.Equal(upstream, UpstreamPath.Of(Match("/svc", "paths=/pre", true, path)));

    [Theory]
    [InlineData("~/v(?<ver>\\d+)", "/v1", "/s", "/v1")]
    [InlineData("~/v(?<ver>\\d+)", "/v1/", "/s/", "/v1")]
    [InlineData("~/v(?<ver>\\d+)", "/v12/users", "/s/users", "/v12")]
    [InlineData("~/v(?<ver>\\d+)", "/v1users", "/s/users", "/v1")]
    [InlineData("~/all/.*", "/all/of/it", "/s", "/all/of/it")]
    [InlineData("~/all/.*", "/all/", "/s/", "/all/")]
    public void Strips_what_a_regular_expression_matched(string routePath, string path, string upstream, string prefix)
    {
        RouteMatch match = Match("/s", $"paths={routePath}", true, path);

        Assert.Equal(upstream, UpstreamPath.Of(match));
        Assert.Equal(prefix, UpstreamPath.ForwardedPrefix(match));
    }

    [Theory]
    [InlineData("/p", true, "/p")]
    [InlineData("/p", false, null)]
    [InlineData("/", true, null)]
    public void Tells_the_prefix_only_when_it_is_stripped(string routePath, bool strip, string? prefix) =>
        Assert.Equal(prefix, UpstreamPath.ForwardedPrefix(Match("/s", $"paths={routePath}", strip, "/p/x")));

    [Fact]
    public void Escapes_the_result() => Assert.Equal("/s%7B/caf%C3%A9/%5C[1]%20", UpstreamPath.Of(Match("/s{", "paths=/p", true, "/p/caf\u00e9/\\[1] ")));

    [Theory]
    [InlineData("paths=/p", false)]
    [InlineData("paths=/", true)]
    [InlineData("hosts=a.t", true)]
    public void Forwards_the_same_string_when_nothing_changes(string route, bool strip)
    {
        string path = "/p/x";

        Assert.Same(path, UpstreamPath.Of(Match(null, route, strip, path)));
    }

    private static RouteMatch Match(string? servicePath, string route, bool strip, string path)
    {
        var service = new Service { Host = "s.t", Path = servicePath };
        Router router = Router.Build([new RouteEntry(Given.Route("R: " + route) with { StripPath = strip }, service)]);
        return router.Match(Given.Request("GET a.t /") with { Path = path }).GetValueOrDefault();
    }
}
