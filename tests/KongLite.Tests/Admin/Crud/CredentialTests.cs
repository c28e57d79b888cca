namespace KongLite.Tests.Admin.Crud;

public sealed class CredentialTests
{
    [Fact]
    public async Task Offers_the_endpoints_of_a_plugins_entity()
    {
        await using AdminNode node = await Given.NodeAsync();

        Reply created = await node.PostAsync("/consumers/c/key-auth", "key=k");
        Reply random = await node.SendAsync(HttpMethod.Post, "/consumers/c/key-auth");
        Reply listed = await node.GetAsync("/key-auths");
        Reply consumer = await node.GetAsync("/key-auths/k/consumer");

        Assert.Equal((201, Given.ConsumerId), (created.Status, (string?)created.Json["consumer"]!["id"]));
        Assert.Matches("^[A-Za-z0-9]{32}$", (string?)random.Json["key"]);
        Assert.Equal(2, listed.Json["data"]!.AsArray().Count);
        Assert.Equal("c", (string?)consumer.Json["username"]);
        Assert.True(created.Json.ContainsKey("ttl") && created.Json["ttl"] is null);
    }

    [Fact]
    public async Task Takes_a_credential_over_that_another_consumer_puts()
    {
        await using AdminNode node = await Given.NodeAsync();
        await node.PostAsync("/consumers", "username=d");
        await node.PostAsync("/consumers/c/key-auth", "key=k");

        Reply stolen = await node.GetAsync("/consumers/d/key-auth/k");
        Reply put = await node.PutAsync("/consumers/d/key-auth/k", """{"key":"ignored"}""");

        Assert.Equal(404, stolen.Status);
        Assert.Equal((200, "k"), (put.Status, (string?)put.Json["key"]));
        Assert.Empty((await node.GetAsync("/consumers/c/key-auth")).Json["data"]!.AsArray());
    }

    [Theory]
    [InlineData("-1", 11)]
    [InlineData("1.5", 11)]
    [InlineData("100000001", 11)]
    [InlineData("\"x\"", 2)]
    [InlineData("null", 2)]
    [InlineData("true", 2)]
    public async Task Refuses_lifetimes_that_cannot_be(string ttl, int code)
    {
        await using AdminNode node = await Given.NodeAsync();

        Reply reply = await node.PostAsync("/consumers/c/key-auth", $$"""{"ttl":{{ttl}},"nope":1}""");

        Assert.Equal((400, code), (reply.Status, (int)reply.Json["code"]!));
        Assert.Equal(
            code == 11 ? "must be an integer between 0 and 100000000" : "expected a number",
            (string?)reply.Json[code == 11 ? "options" : "fields"]!["ttl"]);
    }

    [Fact]
    public async Task Shows_the_lifetime_that_remains_and_keeps_it()
    {
        await using AdminNode node = await Given.NodeAsync();

        Reply created = await node.PostAsync("/consumers/c/key-auth", "key=k&ttl=3600");
        Reply changed = await node.PatchAsync("/key-auths/k", """{"tags":["a"]}""");
        Reply endless = await node.PatchAsync("/key-auths/k", """{"ttl":0}""");

        Assert.InRange((long)created.Json["ttl"]!, 3590, 3600);
        Assert.InRange((long)changed.Json["ttl"]!, 3590, 3600);
        Assert.Null(endless.Json["ttl"]);
    }

    [Fact]
    public async Task Knows_no_lifetime_elsewhere()
    {
        await using AdminNode node = await Given.NodeAsync();

        Reply reply = await node.PostAsync("/consumers", """{"username":"x","ttl":-1}""");

        Assert.Equal((400, "schema violation (ttl: unknown field)"), (reply.Status, reply.MessageText));
    }

    [Fact]
    public async Task Loses_the_credentials_of_a_consumer_that_goes()
    {
        await using AdminNode node = await Given.NodeAsync();
        await node.PostAsync("/consumers/c/key-auth", "key=k");

        await node.DeleteAsync("/consumers/c");

        Assert.Equal(404, (await node.GetAsync("/key-auths/k")).Status);
    }
}
