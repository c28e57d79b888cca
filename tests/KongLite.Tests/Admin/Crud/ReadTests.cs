using System.Text;

namespace KongLite.Tests.Admin.Crud;

public sealed class ReadTests
{
    [Theory]
    [InlineData("/services/A0000000-0000-5000-8000-000000000001", 200)]
    [InlineData("/services/s/", 200)]
    [InlineData("/services/s?x=%zz&&=", 200)]
    [InlineData("/services/S", 404)]
    [InlineData("/services/a0000000-0000-5000-8000-00000000000g", 404)]
    [InlineData("/services/a0000000000050008000000000000001", 404)]
    public async Task Finds_rows_by_id_in_any_case_and_by_name_in_exact_case(string path, int status)
    {
        await using AdminNode node = await Given.NodeAsync();

        Assert.Equal(status, (await node.GetAsync(path)).Status);
    }

    [Theory]
    [InlineData("GET", "/services/bad%20name")]
    [InlineData("PUT", "/services/bad%20name")]
    [InlineData("PATCH", "/services/bad%20name")]
    [InlineData("DELETE", "/services/bad%20name")]
    [InlineData("GET", "/services/bad%20name/routes")]
    public async Task Refuses_names_that_cannot_be(string method, string path)
    {
        await using AdminNode node = await Given.NodeAsync();

        Reply reply = await node.SendAsync(new HttpMethod(method), path);

        Assert.Equal(
            "{\"code\":10,\"name\":\"invalid unique name\","
            + "\"message\":\"invalid value 'bad name': the only accepted ascii characters are alphanumerics or ., -, _, and ~\"}",
            reply.Text);
        Assert.Equal(400, reply.Status);
    }

    [Fact]
    public async Task Refuses_names_that_are_no_utf8()
    {
        await using AdminNode node = await Given.NodeAsync();

        Reply path = await node.GetAsync("/services/a%FF");
        Reply body = await node.PostAsync("/services", "name=a%FF&host=x");

        Assert.Equal((400, "invalid utf-8 character sequence detected at position 2"), (path.Status, path.MessageText));
        Assert.Equal((400, "schema violation (name: invalid utf-8 character sequence detected at position 2)"), (body.Status, body.MessageText));
    }

    [Fact]
    public async Task Decodes_names_in_paths()
    {
        await using AdminNode node = await Given.NodeAsync();
        await node.PostAsync("/consumers", """{"username":"a+b /名"}""");

        Reply reply = await node.GetAsync("/consumers/a%2Bb+%2F%E5%90%8D");

        Assert.Equal("a+b /名", (string?)reply.Json["username"]);
    }

    [Fact]
    public async Task Leads_from_page_to_page()
    {
        await using AdminNode node = await Given.NodeAsync();

        Reply first = await node.GetAsync("/services?size=1");
        Reply second = await node.GetAsync((string)first.Json["next"]!);

        string token = (string)first.Json["offset"]!;
        Assert.Equal($"[\"{Given.ServiceId}\"]", Encoding.UTF8.GetString(Convert.FromBase64String(token + "==")));
        Assert.Equal($"/services?offset={token}&size=1", (string?)first.Json["next"]);
        Assert.Equal(Given.OtherServiceId, (string?)Assert.Single(second.Json["data"]!.AsArray())!["id"]);
        Assert.True(second.Json.ContainsKey("next") && second.Json["next"] is null && !second.Json.ContainsKey("offset"));
    }

    [Fact]
    public async Task Leaves_size_out_of_the_next_page_of_nested_lists()
    {
        await using AdminNode node = await Given.NodeAsync();
        await node.PostAsync("/services/s/routes", "paths=/2");

        Reply reply = await node.GetAsync($"/services/{Given.ServiceId.ToUpperInvariant()}/routes?size=1&tags=none");

        Assert.Equal(
            $"/services/{Given.ServiceId.ToUpperInvariant()}/routes?offset={Uri.EscapeDataString((string)reply.Json["offset"]!)}", (string?)reply.Json["next"]);
    }

    [Theory]
    [InlineData("size=0", 9, "size must be an integer between 1 and 1000")]
    [InlineData("size=1001", 9, "size must be an integer between 1 and 1000")]
    [InlineData("size=1.5", 9, "size must be an integer between 1 and 1000")]
    [InlineData("size=10x", 9, "size must be a number")]
    [InlineData("size=", 9, "size must be a number")]
    [InlineData("size", 9, "size must be a number")]
    [InlineData("size=1&size=2", 9, "size must be a number")]
    [InlineData("offset=x", 7, "'x' is not a valid offset: bad base64 encoding")]
    [InlineData("offset=", 7, "'' is not a valid offset: bad json encoding")]
    [InlineData("offset", 7, "'' is not a valid offset: bad json encoding")]
    [InlineData("tags=", 11, "invalid option (tags: cannot be null)")]
    [InlineData("tags", 11, "invalid option (tags: cannot be null)")]
    [InlineData("tags=a,b/c", 11, "invalid option (tags: invalid filter syntax)")]
    [InlineData("tags=,", 11, "invalid option (tags: invalid filter syntax)")]
    [InlineData("tags=/a", 11, "invalid option (tags: invalid filter syntax)")]
    [InlineData("tags=a,,b", 11, "invalid option (tags: invalid filter syntax)")]
    [InlineData("tags=%01", 11, "invalid option (tags: invalid filter syntax)")]
    [InlineData("tags=a/b/c/d/e/f", 11, "invalid option (tags: cannot query more than 5 tags)")]
    public async Task Refuses_bad_arguments_of_lists(string query, int code, string message)
    {
        await using AdminNode node = await Given.NodeAsync();

        Reply reply = await node.GetAsync($"/services?{query}");

        Assert.Equal((400, code, message), (reply.Status, (int)reply.Json["code"]!, reply.MessageText));
        Assert.False(reply.Json.ContainsKey("fields"));
        Assert.Equal(code == 11, reply.Json.ContainsKey("options"));
    }

    [Theory]
    [InlineData("size=1e2", 2)]
    [InlineData("size=%2010", 2)]
    [InlineData("size=0x10", 2)]
    [InlineData("foo=bar&name=zz", 2)]
    [InlineData("tags=x", 2)]
    [InlineData("tags=x,y", 1)]
    [InlineData("tags=x%2Cy", 1)]
    [InlineData("tags=y/none", 1)]
    [InlineData("tags=x/", 2)]
    [InlineData("tags=x,", 0)]
    [InlineData("tags=X", 0)]
    [InlineData("tags[]=y", 1)]
    [InlineData("tags=y&tags=none", 1)]
    [InlineData("tags=''", 0)]
    public async Task Filters_lists(string query, int rows)
    {
        await using AdminNode node = await Given.NodeAsync();
        await node.PatchAsync("/services/s", """{"tags":["x"]}""");
        await node.PatchAsync("/services/other", """{"tags":["x","y"]}""");

        Reply reply = await node.GetAsync($"/services?{query}");

        Assert.Equal((200, rows), (reply.Status, reply.Json["data"]!.AsArray().Count));
    }

    [Fact]
    public async Task Refuses_too_many_arguments()
    {
        await using AdminNode node = await Given.NodeAsync();
        string many = string.Join('&', Enumerable.Repeat("t=1", 1001));

        Reply query = await node.GetAsync($"/services?{many}");
        Reply body = await node.PostAsync("/services", many);

        Assert.Equal((400, """{"message":"Too many arguments"}"""), (query.Status, query.Text));
        Assert.Equal((400, """{"message":"Too many arguments"}"""), (body.Status, body.Text));
    }

    [Theory]
    [InlineData("custom_id=cid", 200, 1)]
    [InlineData("custom_id=CID", 200, 0)]
    [InlineData("custom_id=cid&tags=zz&size=1", 200, 1)]
    [InlineData("custom_id=", 400, 0)]
    [InlineData("custom_id", 400, 0)]
    public async Task Finds_consumers_by_custom_id(string query, int status, int rows)
    {
        await using AdminNode node = await Given.NodeAsync();

        Reply reply = await node.GetAsync($"/consumers?{query}");

        Assert.Equal(status, reply.Status);
        Assert.Equal(status == 400 ? "custom_id must be an unempty string" : null, status == 400 ? reply.MessageText : null);
        Assert.Equal(rows, reply.Json["data"]?.AsArray().Count ?? 0);
    }
}
