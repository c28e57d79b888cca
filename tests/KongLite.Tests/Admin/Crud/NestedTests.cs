namespace KongLite.Tests.Admin.Crud;

public sealed class NestedTests
{
    [Fact]
    public async Task Lists_and_creates_children_of_the_parent_in_the_path()
    {
        await using AdminNode node = await Given.NodeAsync();

        Reply created = await node.PostAsync("/services/other/routes", $"name=new&paths=/n&service.id={Given.ServiceId}");
        Reply list = await node.GetAsync($"/services/{Given.OtherServiceId}/routes");

        Assert.Equal((201, Given.OtherServiceId), (created.Status, (string?)created.Json["service"]!["id"]));
        Assert.Equal("new", (string?)Assert.Single(list.Json["data"]!.AsArray())!["name"]);
    }

    [Theory]
    [InlineData("GET", "/services/none/routes", null)]
    [InlineData("GET", "/services/none/routes?size=x", null)]
    [InlineData("POST", "/services/none/routes", "{}")]
    [InlineData("GET", "/services/other/routes/r", null)]
    [InlineData("PATCH", "/services/other/routes/r", "{}")]
    [InlineData("DELETE", "/services/other/routes/r", null)]
    [InlineData("DELETE", "/services/s/routes/none", null)]
    [InlineData("PUT", "/services/none/routes/r", "{}")]
    [InlineData("GET", "/services/none/routes/a%20b", null)]
    [InlineData("GET", "/routes/none/service", null)]
    [InlineData("PUT", "/routes/none/service", """{"host":"x"}""")]
    [InlineData("DELETE", "/routes/none/service", null)]
    [InlineData("GET", "/plugins/none/consumer", null)]
    public async Task Does_not_find_what_is_not_there_or_belongs_to_another(string method, string path, string? body)
    {
        await using AdminNode node = await Given.NodeAsync();

        Reply reply = await node.SendAsync(new HttpMethod(method), path, body);

        Assert.Equal((404, """{"message":"Not found"}"""), (reply.Status, reply.Text));
    }

    [Fact]
    public async Task Moves_a_child_that_is_replaced_below_another_parent()
    {
        await using AdminNode node = await Given.NodeAsync();

        Reply moved = await node.PutAsync("/services/other/routes/r", """{"paths":["/moved"]}""");
        Reply deleted = await node.DeleteAsync($"/services/other/routes/{Given.RouteId}");

        Assert.Equal(
            (200, Given.RouteId, Given.OtherServiceId), (moved.Status, (string?)moved.Json["id"], (string?)moved.Json["service"]!["id"]));
        Assert.Equal(204, deleted.Status);
    }

    [Fact]
    public async Task Moves_a_child_that_changes_its_parent()
    {
        await using AdminNode node = await Given.NodeAsync();

        Reply moved = await node.PatchAsync("/services/s/routes/r", """{"service":{"name":"other"}}""");

        Assert.Equal((200, Given.OtherServiceId), (moved.Status, (string?)moved.Json["service"]!["id"]));
    }

    [Fact]
    public async Task Reads_changes_and_replaces_the_parent_through_the_child()
    {
        await using AdminNode node = await Given.NodeAsync();

        Reply read = await node.GetAsync("/routes/r/service");
        Reply changed = await node.PatchAsync("/routes/r/service", """{"retries":9}""");
        Reply replaced = await node.PutAsync("/routes/r/service", "host=new.test");
        Reply deleted = await node.DeleteAsync("/routes/r/service");

        Assert.Equal("s", (string?)read.Json["name"]);
        Assert.Equal((Given.ServiceId, 9), ((string?)changed.Json["id"], (int)changed.Json["retries"]!));
        Assert.Equal((Given.ServiceId, null, 5), ((string?)replaced.Json["id"], replaced.Json["name"], (int)replaced.Json["retries"]!));
        Assert.Equal((405, "Method not allowed"), (deleted.Status, deleted.MessageText));
    }

    [Fact]
    public async Task Makes_a_parent_for_a_child_that_has_none()
    {
        await using AdminNode node = await Given.NodeAsync();
        await node.PostAsync("/routes", "name=alone&paths=/alone");

        Reply before = await node.PatchAsync("/routes/alone/service", """{"retries":1}""");
        Reply made = await node.PutAsync("/routes/alone/service", """{"name":"made","host":"made.test"}""");
        Reply read = await node.GetAsync("/routes/alone/service");

        Assert.Equal(404, before.Status);
        Assert.Equal((200, "made"), (made.Status, (string?)made.Json["name"]));
        Assert.Equal(made.Text, read.Text);
    }

    [Fact]
    public async Task Does_not_leave_a_parent_behind_that_the_child_refuses()
    {
        await using AdminNode node = await Given.NodeAsync();
        await node.PutAsync("/plugins/p", """{"name":"key-auth"}""");

        Reply reply = await node.PutAsync("/plugins/p/consumer", """{"username":"made"}""");

        Assert.Equal((400, "schema violation (consumer: value must be null)"), (reply.Status, reply.MessageText));
        Assert.Equal(404, (await node.GetAsync("/consumers/made")).Status);
    }
}
