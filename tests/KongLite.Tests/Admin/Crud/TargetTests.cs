using System.Text.Json.Nodes;

namespace KongLite.Tests.Admin.Crud;

public sealed class TargetTests
{
    private const string UpstreamId = "a0000000-0000-5000-8000-0000000000a1";

    [Theory]
    [InlineData("h.test", "h.test:8000")]
    [InlineData("010.0.0.01:80", "10.0.0.1:80")]
    [InlineData("::1", "[0000:0000:0000:0000:0000:0000:0000:0001]:8000")]
    public async Task Keeps_addresses_in_their_normal_form(string given, string kept)
    {
        await using AdminNode node = await NodeAsync();

        Reply created = await node.PostAsync("/upstreams/u/targets", new JsonObject { ["target"] = given }.ToJsonString());
        Reply found = await node.GetAsync($"/upstreams/u/targets/{kept}");
        Reply twice = await node.PostAsync("/upstreams/u/targets", new JsonObject { ["target"] = given }.ToJsonString());

        Assert.Equal((201, kept), (created.Status, (string?)created.Json["target"]));
        Assert.Equal((200, (string?)created.Json["id"]), (found.Status, (string?)found.Json["id"]));
        Assert.Equal(409, twice.Status);
    }

    [Fact]
    public async Task Answers_a_change_with_the_address_as_sent_and_keeps_the_normal_form()
    {
        await using AdminNode node = await NodeAsync();
        await node.PostAsync("/upstreams/u/targets", "target=h.test");

        Reply changed = await node.PatchAsync("/upstreams/u/targets/h.test:8000", "target=g.test");

        Assert.Equal((200, "g.test"), (changed.Status, (string?)changed.Json["target"]));
        Assert.Equal(200, (await node.GetAsync("/upstreams/u/targets/g.test:8000")).Status);
    }

    [Fact]
    public async Task Changes_with_PUT_what_is_there_and_nothing_else()
    {
        await using AdminNode node = await NodeAsync();
        await node.PostAsync("/upstreams/u/targets", "target=h.test&tags=t");

        Reply changed = await node.PutAsync("/upstreams/u/targets/h.test:8000", "weight=5");
        Reply unknown = await node.PutAsync("/upstreams/u/targets/other.test:8000", "weight=5");

        Assert.Equal((200, 5, "t"), (changed.Status, (int)changed.Json["weight"]!, (string?)changed.Json["tags"]![0]));
        Assert.Equal((404, """{"message":"Not found"}"""), (unknown.Status, unknown.Text));
    }

    [Theory]
    [InlineData("size=1", "c", "1")]
    [InlineData("size=1&offset=1", "b", "2")]
    [InlineData("offset=2", "a", null)]
    [InlineData("size=0", "", "0")]
    [InlineData("size=5000", "c,b,a", null)]
    [InlineData("offset=9", "", null)]
    public async Task Lists_the_newest_first_in_pages_that_count(string query, string names, string? offset)
    {
        await using AdminNode node = await NodeAsync();
        foreach ((string name, int second) in new[] { ("a", 1), ("b", 2), ("c", 3) })
        {
            await node.PostAsync("/upstreams/u/targets", $$"""{"target":"{{name}}:1","created_at":{{second}}.5}""");
        }

        Reply page = await node.GetAsync($"/upstreams/u/targets?{query}");

        Assert.Equal(names, string.Join(',', page.Json["data"]!.AsArray().Select(each => ((string)each!["target"]!)[..1])));
        Assert.Equal((offset, offset is null ? null : $"/upstreams/u/targets?offset={offset}"), ((string?)page.Json["offset"], (string?)page.Json["next"]));
    }

    [Theory]
    [InlineData("size=x", 9)]
    [InlineData("offset=x", 7)]
    [InlineData("offset", 7)]
    public async Task Refuses_pages_that_are_no_numbers(string query, int code)
    {
        await using AdminNode node = await NodeAsync();

        Reply page = await node.GetAsync($"/upstreams/u/targets?{query}");

        Assert.Equal((400, code), (page.Status, (int)page.Json["code"]!));
    }

    [Theory]
    [InlineData("/targets", "GET", 404)]
    [InlineData("/targets", "OPTIONS", 404)]
    [InlineData("/targets", "DELETE", 405)]
    [InlineData("/targets/x/upstream", "PATCH", 404)]
    [InlineData("/snis/x/certificate", "GET", 404)]
    [InlineData("/filter-chains", "GET", 400)]
    [InlineData("/filter-chains", "OPTIONS", 400)]
    [InlineData("/routes/x/filters/all", "GET", 400)]
    [InlineData("/routes/x/filters/all", "POST", 405)]
    [InlineData("/acme", "POST", 400)]
    [InlineData("/acme/certificates", "GET", 404)]
    public async Task Refuses_paths_that_Kong_only_lists(string path, string method, int status)
    {
        await using AdminNode node = await AdminNode.StartAsync();

        Reply reply = await node.SendAsync(new HttpMethod(method), path, method is "POST" or "PATCH" ? "{}" : null);

        Assert.Equal(status, reply.Status);
    }

    [Fact]
    public async Task Takes_null_for_a_default_where_Kongs_table_has_no_place_for_it()
    {
        await using AdminNode node = await NodeAsync();

        Reply target = await node.PostAsync("/upstreams/u/targets", """{"target":"h.test","weight":null}""");
        Reply upstream = await node.PatchAsync("/upstreams/u", "slots=");

        Assert.Equal((201, 100), (target.Status, (int)target.Json["weight"]!));
        Assert.Equal((200, 10000), (upstream.Status, (int)upstream.Json["slots"]!));
    }

    private static async Task<AdminNode> NodeAsync()
    {
        AdminNode node = await AdminNode.StartAsync();
        await node.PutAsync($"/upstreams/{UpstreamId}", """{"name":"u"}""");
        return node;
    }
}
