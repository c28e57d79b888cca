using System.Text.Json.Nodes;
using KongLite.Tests.Admin.Crud;

namespace KongLite.Tests.Admin.Endpoints;

public sealed class TagTests
{
    [Fact]
    public async Task Lists_every_tag_of_every_entity_page_by_page()
    {
        await using AdminNode node = await TaggedAsync();

        var seen = new List<string>();
        for (string? path = "/tags?size=2"; path is not null;)
        {
            JsonObject page = (await node.GetAsync(path)).Json;
            seen.AddRange(page["data"]!.AsArray().Select(each => $"{each!["entity_name"]} {each["entity_id"]} {each["tag"]}"));
            path = (string?)page["next"];
        }

        Assert.Equal(
            [$"services {Given.ServiceId} one", $"services {Given.ServiceId} two", $"routes {Given.RouteId} one", $"consumers {Given.ConsumerId} ü b"],
            seen);
    }

    [Theory]
    [InlineData("/tags/one", 2)]
    [InlineData("/tags/%C3%BC+b", 1)]
    [InlineData("/tags/none", 0)]
    public async Task Lists_the_entities_of_a_tag(string path, int rows)
    {
        await using AdminNode node = await TaggedAsync();

        Reply reply = await node.GetAsync(path);

        Assert.Equal((200, rows), (reply.Status, reply.Json["data"]!.AsArray().Count));
        Assert.True(reply.Json.ContainsKey("next") && reply.Json["next"] is null);
    }

    [Fact]
    public async Task Leaves_size_out_of_the_next_page_of_a_tag()
    {
        await using AdminNode node = await TaggedAsync();

        JsonObject page = (await node.GetAsync("/tags/one?size=1")).Json;

        Assert.Equal($"/tags/one?offset={Uri.EscapeDataString((string)page["offset"]!)}", (string?)page["next"]);
    }

    [Theory]
    [InlineData("GET", "/tags/a%2Cb", 400, "invalid tag 'a,b': expected printable ascii (except `,` and `/`) or valid utf-8 sequences")]
    [InlineData("GET", "/tags?offset=x", 400, "'x' is not a valid offset: bad base64 encoding")]
    [InlineData("GET", "/tags?offset=W10", 400, "'W10' is not a valid offset: bad json encoding")]
    [InlineData("GET", "/tags?offset=", 400, "'' is not a valid offset: bad json encoding")]
    [InlineData("GET", "/tags?size=0", 400, "size must be an integer between 1 and 1000")]
    [InlineData("GET", "/tags/one?size=0", 400, "size must be an integer between 1 and 1000")]
    [InlineData("POST", "/tags", 400, "schema violation (tags: does not support insert/upsert/update/delete operations)")]
    [InlineData("PUT", "/tags/one", 405, "Method not allowed")]
    [InlineData("DELETE", "/tags/one", 405, "Method not allowed")]
    public async Task Refuses_what_cannot_be_listed_or_written(string method, string path, int status, string message)
    {
        await using AdminNode node = await TaggedAsync();

        Reply reply = await node.SendAsync(new HttpMethod(method), path);

        Assert.Equal((status, message), (reply.Status, reply.MessageText));
    }

    private static async Task<AdminNode> TaggedAsync()
    {
        AdminNode node = await Given.NodeAsync();
        await node.PatchAsync("/services/s", """{"tags":["one","two"]}""");
        await node.PatchAsync("/routes/r", """{"tags":["one"]}""");
        await node.PatchAsync("/consumers/c", """{"tags":["ü b"]}""");
        return node;
    }
}
