using KongLite.Gateway.Routing;
using KongLite.Sdk.Entities;

namespace KongLite.Tests.Gateway.Routing;

public sealed class RoutePriorityTests
{
    [Theory]
    [InlineData("paths=/a", 0x0000_0000_2000_0002)]
    [InlineData("methods=GET paths=/abc", 0x0000_0000_4000_0004)]
    [InlineData("hosts=a.t", 0x1000_0000_2000_0000)]
    [InlineData("hosts=a.t,*.t", 0x0000_0000_2000_0000)]
    [InlineData("hosts= paths=/a", 0x1000_0000_2000_0002)]
    [InlineData("headers=a:1,b:1", 0x0000_0000_2020_0000)]
    [InlineData("paths=~/a", 0x0008_0000_2000_0000)]
    [InlineData("paths=~/a regex_priority=1", 0x0008_0000_2008_0000)]
    [InlineData("paths=/a regex_priority=9", 0x0000_0000_2000_0002)]
    [InlineData("paths=~/a headers=a:1,b:1,c:1 regex_priority=4", 0x0008_0000_4030_0000)]
    [InlineData("paths=~/a headers=a:1,b:1,c:1 regex_priority=8", 0x0008_0000_4070_0000)]
    [InlineData("paths=~/a regex_priority=8192", 0x0008_0000_2000_0000)]
    [InlineData("paths=/caf\u00e9", 0x0000_0000_2000_0006)]
    public void Puts_the_fields_where_kong_does(string route, long bits) => Assert.Equal((ulong)bits, PriorityOf(route).Bits);

    [Theory]
    [InlineData("methods=GET hosts=*.t paths=/a headers=a:1", 0xFFFF_FFFF_8010_0002)]
    [InlineData("methods=GET hosts=a.t paths=/a headers=a:1", 0xFFFF_FFFF_8010_0002)]
    [InlineData("methods=GET hosts=a.t paths=/a headers=a:1 snis=a.t", 0xFFFF_FFFF_A010_0002)]
    [InlineData("paths=~/a regex_priority=4096", 0xFFFF_FFFF_A000_0000)]
    public void Widens_the_sign_as_kong_does(string route, ulong bits) => Assert.Equal(bits, PriorityOf(route).Bits);

    [Theory]
    [InlineData("A: paths=/a", "B: paths=/a/b", "GET x.t /a/b/c", "B")]
    [InlineData("A: paths=~/a.*", "B: paths=/a/bbbbbb", "GET x.t /a/bbbbbb", "A")]
    [InlineData("A: hosts=*.x.com", "B: hosts=foo.x.com", "GET foo.x.com /", "B")]
    [InlineData("A: methods=GET", "B: paths=/", "GET x.t /z", "B")]
    [InlineData("A: headers=a:1,b:1", "B: headers=a:1", "GET x.t / a:1 b:1", "A")]
    [InlineData("A: hosts=x.com headers=v:1", "B: hosts=x.com paths=/longer", "GET x.com /longer v:1", "A")]
    public void Orders_as_documented(string a, string b, string request, string winner) => CheckBothWays(a, b, request, winner);

    // Four kinds of attributes, then only plain hosts, then a regular expression, and only then the number of kinds.
    [Theory]
    [InlineData("A: hosts=*.x.com paths=/p", "B: hosts=foo.x.com", "GET foo.x.com /p", "B")]
    [InlineData("A: hosts=a.t", "B: paths=/p methods=GET", "GET a.t /p", "A")]
    [InlineData("A: hosts=a.t", "B: hosts=*.t paths=/p methods=GET", "GET a.t /p", "A")]
    [InlineData("A: hosts=a.t", "B: hosts=*.t paths=/p methods=GET headers=h:1", "GET a.t /p h:1", "B")]
    [InlineData("A: paths=~/p", "B: paths=/p methods=GET headers=h:1", "GET a.t /p h:1", "A")]
    [InlineData("A: paths=~/p regex_priority=4096", "B: hosts=a.t paths=/p methods=GET", "GET a.t /p", "A")]
    [InlineData("A: paths=~/p regex_priority=2", "B: paths=~/p headers=h:1", "GET a.t /p h:1", "B")]
    [InlineData("A: paths=~/p regex_priority=2048", "B: paths=~/p headers=h:1", "GET a.t /p h:1", "A")]
    public void Orders_as_the_running_program_does(string a, string b, string request, string winner) => CheckBothWays(a, b, request, winner);

    [Theory]
    [InlineData("A: paths=~/p", "B: paths=~/p regex_priority=-1", "GET a.t /p", "A")]
    [InlineData("A: paths=~/p regex_priority=-1", "B: paths=~/p regex_priority=-2", "GET a.t /p", "A")]
    [InlineData("A: paths=~/p regex_priority=1", "B: paths=~/p regex_priority=-1", "GET a.t /p", "A")]
    [InlineData("A: hosts=a.t paths=/p", "B: paths=~/p regex_priority=-1", "GET a.t /p", "A")]
    [InlineData("A: paths=~/p regex_priority=-1", "B: paths=/p", "GET a.t /p", "A")]
    public void Ranks_a_negative_regex_priority_below_zero(string a, string b, string request, string winner) => CheckBothWays(a, b, request, winner);

    [Theory]
    [InlineData("A: paths=/tie id=2", "B: paths=/tie id=1", "GET a.t /tie", "A")]
    [InlineData("A: paths=~/tie/.* id=11", "B: paths=~/tie/[a-z]+ id=10", "GET a.t /tie/a", "A")]
    [InlineData("A: hosts=*.w.t id=7", "B: hosts=*.w.t:9000 id=3", "GET a.w.t:9000 /", "A")]
    public void Lets_the_greater_id_win_between_equals(string a, string b, string request, string winner) => CheckBothWays(a, b, request, winner);

    [Theory]
    [InlineData("GET x.t /first", "A")]
    [InlineData("GET x.t /second/one/x", "A")]
    [InlineData("GET x.t /second/two", "B")]
    [InlineData("GET x.t /third", "A")]
    [InlineData("GET x.t /thin", "B")]
    public void Ranks_each_length_of_path_by_itself(string request, string winner) =>
        Assert.Equal(winner, Given.Router("A: paths=/first,/second/one,/third", "B: paths=/second,/thi").Winner(Given.Request(request)));

    [Fact]
    public void Ranks_regular_expressions_of_a_route_with_prefixes_by_themselves()
    {
        Router router = Given.Router("A: paths=/abcdef,~/a regex_priority=1", "B: paths=~/abc", "C: paths=/abc");

        Assert.Equal("A", router.Winner(Given.Request("GET x.t /abcdef")));
        Assert.Equal("/a", router.Match(Given.Request("GET x.t /abcdef"))?.Prefix);
    }

    [Fact]
    public void Names_the_parts_of_a_route_as_kong_does()
    {
        CompiledRoute route = CompiledRoute.Compile(Given.Route("A: paths=/abc,~/x,/d,/efg"), null);

        Assert.Equal(
            [
                (Guid.Parse("4c27e75c-320f-5c7d-8070-fbf84b203a9e"), "/abc,/efg"),
                (Guid.Parse("88c08b1f-2356-5fee-847d-a5eb1652c82d"), "/x"),
                (Guid.Parse("fa14c8b4-88cf-58c8-bbee-c94b91bef4fb"), "/d"),
            ],
            route.Parts.Select(part => (part.Priority.Id, string.Join(',', part.Candidates.Select(candidate => candidate.Path!.Text)))));
    }

    [Theory]
    [InlineData("paths=/abc,/def")]
    [InlineData("paths=~/a,~/b")]
    [InlineData("paths=/a")]
    [InlineData("hosts=a.t")]
    public void Keeps_the_id_of_a_route_in_one_part(string route) => Assert.Equal(Given.Id(1), PriorityOf(route).Id);

    [Fact]
    public void Tries_the_paths_of_a_part_in_their_order()
    {
        Assert.Equal("/a", Given.Router("A: paths=~/a,~/abc").Match(Given.Request("GET x.t /abc"))?.Prefix);
        Assert.Equal("/abc", Given.Router("A: paths=~/abc,~/a").Match(Given.Request("GET x.t /abc"))?.Prefix);
    }

    [Fact]
    public void Caps_the_number_of_headers()
    {
        Dictionary<string, IReadOnlyList<string>> headers = Enumerable.Range(0, 300).ToDictionary(i => $"h{i}", IReadOnlyList<string> (_) => ["1"]);

        Assert.Equal(0x2FF0_0000UL, RoutePriority.Of(new Route { Headers = headers }, [], Guid.Empty).Bits);
    }

    private static RoutePriority PriorityOf(string route) => Assert.Single(CompiledRoute.Compile(Given.Route("R: " + route), null).Parts).Priority;

    private static void CheckBothWays(string a, string b, string request, string winner)
    {
        Assert.Equal(winner, Given.Router(a, b).Winner(Given.Request(request)));
        Assert.Equal(winner, Given.Router(b, a).Winner(Given.Request(request)));
    }
}
