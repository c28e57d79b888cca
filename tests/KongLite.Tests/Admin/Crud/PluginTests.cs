namespace KongLite.Tests.Admin.Crud;

public sealed class PluginTests
{
    private const string ForRoute = "schema violation (protocols: must match the associated route's protocols)";

    private const string ForService =
        "schema violation (protocols: must match the protocols of at least one route pointing to this Plugin's service)";

    [Theory]
    [InlineData("/routes/r/plugins", """{"name":"key-auth","protocols":["https"]}""", ForRoute)]
    [InlineData("/routes/r/plugins", """{"name":"key-auth","protocols":["udp"]}""", ForRoute)]
    [InlineData("/routes/r/plugins", """{"name":"key-auth","protocols":[]}""", ForRoute)]
    [InlineData("/routes/r/plugins", "name=key-auth&protocols=https", ForRoute)]
    [InlineData("/plugins", """{"name":"key-auth","protocols":["https"],"route":{"name":"r"}}""", ForRoute)]
    [InlineData("/services/s/plugins", """{"name":"key-auth","protocols":["https"]}""", ForService)]
    [InlineData("/plugins", """{"name":"key-auth","protocols":["https"],"service":{"name":"s"}}""", ForService)]
    public async Task Refuses_protocols_that_the_scope_does_not_have(string path, string body, string message)
    {
        await using AdminNode node = await Given.NodeAsync();

        Reply reply = await node.PostAsync(path, body);

        Assert.Equal((400, message), (reply.Status, reply.MessageText));
    }

    [Theory]
    [InlineData("/routes/r/plugins", """{"name":"key-auth"}""")]
    [InlineData("/routes/r/plugins", """{"name":"key-auth","protocols":["http","https"]}""")]
    [InlineData("/services/other/plugins", """{"name":"key-auth","protocols":["https"]}""")]
    [InlineData("/services/s/plugins", """{"name":"key-auth","protocols":["http"]}""")]
    [InlineData("/plugins", """{"name":"key-auth","protocols":[]}""")]
    public async Task Takes_protocols_that_suit(string path, string body)
    {
        await using AdminNode node = await Given.NodeAsync();

        Assert.Equal(201, (await node.PostAsync(path, body)).Status);
    }

    [Theory]
    [InlineData("""{"protocols":["https"]}""", 400)]
    [InlineData("""{"protocols":["http"]}""", 200)]
    [InlineData("""{"route":null,"protocols":["https"]}""", 200)]
    [InlineData("""{"enabled":false}""", 200)]
    public async Task Checks_protocols_against_the_stored_scope(string changes, int status)
    {
        await using AdminNode node = await Given.NodeAsync();
        await node.PutAsync("/routes/r/plugins/p", """{"name":"key-auth"}""");

        Assert.Equal(status, (await node.PatchAsync("/plugins/p", changes)).Status);
    }

    [Fact]
    public async Task Merges_the_configuration_without_the_name()
    {
        await using AdminNode node = await Given.NodeAsync();
        await node.PutAsync("/plugins/p", """{"name":"key-auth","config":{"realm":"a","key_names":["x","y"]}}""");

        Reply form = await node.PatchAsync("/plugins/p", "config.hide_credentials=true&config.key_names=z");

        Assert.Equal(200, form.Status);
        Assert.Equal(("a", true), ((string?)form.Json["config"]!["realm"], (bool)form.Json["config"]!["hide_credentials"]!));
        Assert.Equal("""["z"]""", form.Json["config"]!["key_names"]!.ToJsonString());
    }

    [Theory]
    [InlineData("""{"enabled":false}""", """{"message":"Not found"}""")]
    [InlineData(
        """{"name":"key-auth"}""",
        "{\"code\":6,\"name\":\"not found\",\"message\":\"could not find the entity with '{instance_name=\\\"none\\\"}'\","
        + "\"fields\":{\"instance_name\":\"none\"}}")]
    public async Task Cannot_change_a_missing_plugin(string changes, string body)
    {
        await using AdminNode node = await Given.NodeAsync();

        Reply reply = await node.PatchAsync("/plugins/none", changes);

        Assert.Equal((404, body), (reply.Status, reply.Text));
    }

    [Fact]
    public async Task Allows_one_row_for_each_scope()
    {
        await using AdminNode node = await Given.NodeAsync();

        Reply global = await node.PostAsync("/plugins", "name=request-termination");
        Reply scoped = await node.PostAsync("/services/s/plugins", "name=request-termination");
        Reply again = await node.PostAsync("/services/s/plugins", "name=request-termination&instance_name=x");

        Assert.Equal((201, 201, 409), (global.Status, scoped.Status, again.Status));
        Assert.Equal(
            $"UNIQUE violation detected on '{{consumer=null,name=\"request-termination\",route=null,service={{id=\"{Given.ServiceId}\"}}}}'",
            again.MessageText);
    }

    [Theory]
    [InlineData("{}", "schema violation (name: required field missing)")]
    [InlineData("""{"name":"nope","zzz":1}""", "schema violation (name: plugin 'nope' not enabled; add it to the 'plugins' configuration property)")]
    [InlineData("name", "schema violation (name: expected a string)")]
    public async Task Needs_the_name_of_a_plugin_that_is_there(string body, string message)
    {
        await using AdminNode node = await Given.NodeAsync();

        Reply reply = await node.PostAsync("/plugins", body);

        Assert.Equal((400, message), (reply.Status, reply.MessageText));
    }
}
