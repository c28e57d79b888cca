using KongLite.Gateway.Routing;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Routing;

namespace KongLite.Tests.Gateway.Routing;

public sealed class RouterCostTests
{
    [Theory]
    [InlineData("GET h500.t /p500/x")]
    [InlineData("GET a.w.t:81 /p500/x")]
    [InlineData("GET x.t /p500/x")]
    [InlineData("GET h500.t:81 /p500/x")]
    [InlineData("GET x.t /none")]
    [InlineData("GET x.t /regex/500/x")]
    [InlineData("GET x.t /header x-h:v500")]
    [InlineData("GET x.t /spelled x-a_b-c:no x_a_b-c:yes")]
    [InlineData("GET x.t /spelled")]
    public void Matches_without_allocating(string request)
    {
        CheckCost(request, RouterFlavor.TraditionalCompatible);
        CheckCost(request, RouterFlavor.Traditional);
        CheckCost(request, RouterFlavor.Expressions);
    }

    private static void CheckCost(string request, RouterFlavor flavor)
    {
        IEnumerable<string> hosts = Enumerable.Range(0, 1000).Select(i => $"h{i}: hosts=h{i}.t paths=/p{i}");
        IEnumerable<string> paths = Enumerable.Range(0, 1000).Select(i => $"p{i}: paths=/p{i}");
        string[] others =
            ["w: hosts=*.w.t paths=/p500", "r: paths=~/regex/(?<n>\\d+)", "h: paths=/header headers=x-h:v500", "s: paths=/spelled headers=x-a-b-c:yes"];
        IEnumerable<Route> routes = ((IEnumerable<string>)[.. hosts, .. paths, .. others]).Select((line, index) => Given.Route(line, index + 1));
        Router router = Router.Build(routes.Select(route => new RouteEntry(route, null)), flavor);
        var key = Given.Request(request);
        for (int i = 0; i < 100; i++)
        {
            router.Match(key);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            router.Match(key);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
