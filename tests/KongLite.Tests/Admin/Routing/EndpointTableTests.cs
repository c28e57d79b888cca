using KongLite.Admin.Routing;

namespace KongLite.Tests.Admin.Routing;

public sealed class EndpointTableTests
{
    [Theory]
    [InlineData("/", "/")]
    [InlineData("/plugins", "/plugins")]
    [InlineData("/plugins/", "/plugins")]
    [InlineData("/plugins/enabled", "/plugins/enabled")]
    [InlineData("/plugins/enabled/", "/plugins/enabled")]
    [InlineData("/plugins/enabled/route", "/plugins/{plugins}/route", "enabled")]
    [InlineData("/plugins/x", "/plugins/{plugins}", "x")]
    [InlineData("/plugins/schema", "/plugins/{plugins}", "schema")]
    [InlineData("/plugins/schema/x", "/plugins/schema/{name}", "x")]
    [InlineData("/plugins/a%20b+c%2Bd/route", "/plugins/{plugins}/route", "a b c+d")]
    [InlineData("/plugins/a%2Fb", "/plugins/{plugins}", "a/b")]
    [InlineData("/%70lugins", null)]
    [InlineData("/Plugins", null)]
    [InlineData("//plugins", null)]
    [InlineData("/plugins//", null)]
    [InlineData("/plugins//route", null)]
    [InlineData("/./plugins", null)]
    [InlineData("/plugins/../plugins", null)]
    [InlineData("//", null)]
    [InlineData("/nothing", null)]
    [InlineData("/plugins/x/route/y", null)]
    public void Finds_endpoints_by_the_path_as_it_came(string path, string? pattern, params string[] keys)
    {
        var table = new EndpointTable();
        foreach (string each in new[] { "/", "/plugins", "/plugins/enabled", "/plugins/schema/{name}", "/plugins/{plugins}", "/plugins/{plugins}/route" })
        {
            table.Map(each, ("GET", _ => Answer()));
        }

        AdminEndpoint? found = table.Find(path, out IReadOnlyList<PathSegment> segments);

        Assert.Equal(pattern, found?.Pattern);
        Assert.Equal(keys, pattern is null ? [] : segments.Select(each => each.Text));
    }

    [Fact]
    public void Lists_children_behind_their_parent()
    {
        var table = new EndpointTable();
        foreach (string each in new[] { "/key-sets/{key_sets}", "/a-b", "/a/{a}", "/a", "/key-sets", "/a/b", "/" })
        {
            table.Map(each, ("GET", _ => Answer()));
        }

        Assert.Equal(["/", "/a", "/a/b", "/a/{a}", "/a-b", "/key-sets", "/key-sets/{key_sets}"], table.Patterns);
    }

    [Fact]
    public void Does_not_take_one_path_twice()
    {
        var table = new EndpointTable();
        table.Map("/a/{b}", ("GET", _ => Answer()));

        Assert.Throws<InvalidOperationException>(() => table.Map("/a/{c}", ("GET", _ => Answer())));
    }

    private static ValueTask<KongLite.Admin.Answer> Answer() => KongLite.Admin.Answer.NoContent.AsTask();
}
