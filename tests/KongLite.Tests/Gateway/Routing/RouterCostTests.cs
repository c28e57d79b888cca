using KongLite.Gateway.Routing;

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
    public void Matches_without_allocating(string request)
    {
        IEnumerable<string> hosts = Enumerable.Range(0, 1000).Select(i => $"h{i}: hosts=h{i}.t paths=/p{i}");
        IEnumerable<string> paths = Enumerable.Range(0, 1000).Select(i => $"p{i}: paths=/p{i}");
        string[] others = ["w: hosts=*.w.t paths=/p500", "r: paths=~/regex/(?<n>\\d+)", "h: paths=/header headers=x-h:v500"];
        Router router = Given.Router([.. hosts, .. paths, .. others]);
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
