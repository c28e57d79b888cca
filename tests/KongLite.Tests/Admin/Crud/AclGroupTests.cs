namespace KongLite.Tests.Admin.Crud;

/// <summary>Rows that have a name of their own only below their parent.</summary>
public sealed class AclGroupTests
{
    [Fact]
    public async Task Are_found_below_their_consumer_by_the_name_of_the_group()
    {
        await using AdminNode node = await Given.NodeAsync();
        await node.PutAsync("/consumers/other", "{}");
        string id = (string)(await node.PostAsync("/consumers/c/acls", "group=g")).Json["id"]!;

        Reply found = await node.GetAsync("/consumers/c/acls/g");
        Reply elsewhere = await node.GetAsync("/consumers/other/acls/g");
        Reply top = await node.GetAsync("/acls/g");

        Assert.Equal((200, id), (found.Status, (string?)found.Json["id"]));
        Assert.Equal((404, 400), (elsewhere.Status, top.Status));
    }

    [Fact]
    public async Task Are_made_by_a_PUT_that_names_the_group()
    {
        await using AdminNode node = await Given.NodeAsync();

        Reply created = await node.PutAsync("/consumers/c/acls/g", $$"""{"id":"{{Given.Nobody}}"}""");
        Reply replaced = await node.PutAsync("/consumers/c/acls/g", """{"group":"h","tags":["t"]}""");

        Assert.Equal((200, "g"), (created.Status, (string?)created.Json["group"]));
        Assert.NotEqual(Given.Nobody, (string?)created.Json["id"]);
        Assert.Equal((200, (string?)created.Json["id"], "h"), (replaced.Status, (string?)replaced.Json["id"], (string?)replaced.Json["group"]));
    }

    [Fact]
    public async Task Names_of_groups_may_be_any_text()
    {
        await using AdminNode node = await Given.NodeAsync();

        Reply created = await node.PutAsync("/consumers/c/acls/a%20b%2F%C3%BC", "{}");
        Reply deleted = await node.DeleteAsync("/consumers/c/acls/a%20b%2F%C3%BC");
        Reply broken = await node.GetAsync("/consumers/c/acls/%FF");

        Assert.Equal((200, "a b/ü"), (created.Status, (string?)created.Json["group"]));
        Assert.Equal((204, 404), (deleted.Status, broken.Status));
    }

    [Fact]
    public async Task A_password_changes_below_the_consumer_that_it_belongs_to()
    {
        await using AdminNode node = await Given.NodeAsync();
        string before = (string)(await node.PostAsync("/consumers/c/basic-auth", "username=u&password=one")).Json["password"]!;

        Reply alone = await node.PatchAsync("/basic-auths/u", "password=two");
        Reply below = await node.PatchAsync("/consumers/c/basic-auth/u", "password=two");

        Assert.Equal((400, 200), (alone.Status, below.Status));
        Assert.NotEqual(before, (string?)below.Json["password"]);
    }
}
