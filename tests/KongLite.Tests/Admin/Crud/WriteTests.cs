using System.Text.Json.Nodes;

namespace KongLite.Tests.Admin.Crud;

public sealed class WriteTests
{
    [Fact]
    public async Task Creates_with_defaults_and_waits_for_the_snapshot()
    {
        await using AdminNode node = await Given.NodeAsync();
        long before = node.State.Current.Version;

        Reply created = await node.PostAsync("/services", "name=n&url=http://up.test:81/x&tags=a&tags=b");

        Assert.Equal(201, created.Status);
        Assert.Equal(("up.test", 81, "/x", 5), ((string?)created.Json["host"], (int)created.Json["port"]!, (string?)created.Json["path"], (int)created.Json["retries"]!));
        Assert.True(node.State.Current.Version > before);
        Assert.Equal(created.Text, (await node.GetAsync("/services/n")).Text);
    }

    [Theory]
    [InlineData("""{"id":"A0000000-0000-5000-8000-000000000001","host":"x"}""", 400, 3, "primary key violation on key '{id=\"a0000000-0000-5000-8000-000000000001\"}'")]
    [InlineData("""{"name":"s","host":"x"}""", 409, 5, "UNIQUE violation detected on '{name=\"s\"}'")]
    [InlineData("{}", 400, 2, "schema violation (host: required field missing)")]
    [InlineData("""{"id":"x","host":"x"}""", 400, 2, "schema violation (id: expected a valid UUID)")]
    public async Task Says_why_a_row_cannot_be_created(string body, int status, int code, string message)
    {
        await using AdminNode node = await Given.NodeAsync();

        Reply reply = await node.PostAsync("/services", body);

        Assert.Equal((status, code, message), (reply.Status, (int)reply.Json["code"]!, reply.MessageText));
    }

    [Fact]
    public async Task Makes_up_an_id_for_null()
    {
        await using AdminNode node = await Given.NodeAsync();

        Reply post = await node.PostAsync("/services", """{"id":null,"host":"x"}""");
        Reply put = await node.PutAsync("/services/by-name", """{"id":null,"host":"x"}""");

        Assert.Equal((201, 200), (post.Status, put.Status));
        Assert.NotEqual((string?)post.Json["id"], (string?)put.Json["id"]);
    }

    [Fact]
    public async Task Replaces_whole_rows_by_id()
    {
        await using AdminNode node = await Given.NodeAsync();
        await node.PatchAsync("/services/s", """{"retries":1,"tags":["x"]}""");

        Reply reply = await node.PutAsync($"/services/{Given.ServiceId}", $$"""{"id":"{{Given.Nobody}}","host":"new.test"}""");

        Assert.Equal(200, reply.Status);
        Assert.Equal((Given.ServiceId, 5), ((string?)reply.Json["id"], (int)reply.Json["retries"]!));
        Assert.True(reply.Json["name"] is null && reply.Json["tags"] is null);
    }

    [Fact]
    public async Task Replaces_by_name_keeping_the_id_and_the_name()
    {
        await using AdminNode node = await Given.NodeAsync();

        Reply reply = await node.PutAsync("/services/s", $$"""{"id":"{{Given.Nobody}}","name":"ignored","host":"new.test"}""");

        Assert.Equal((200, Given.ServiceId, "s"), (reply.Status, (string?)reply.Json["id"], (string?)reply.Json["name"]));
        Assert.Equal(404, (await node.GetAsync("/services/ignored")).Status);
    }

    [Fact]
    public async Task Creates_by_name_with_the_id_of_the_body()
    {
        await using AdminNode node = await Given.NodeAsync();

        Reply created = await node.PutAsync("/services/two", $$"""{"id":"{{Given.Nobody}}","host":"x"}""");
        Reply taken = await node.PutAsync("/services/three", $$"""{"id":"{{Given.Nobody}}","host":"x"}""");

        Assert.Equal((200, Given.Nobody), (created.Status, (string?)created.Json["id"]));
        Assert.Equal((400, 3, "primary key violation on key '{name=\"three\"}'"), (taken.Status, (int)taken.Json["code"]!, taken.MessageText));
        Assert.Equal("""{"name":"three"}""", taken.Json["fields"]!.ToJsonString());
    }

    [Fact]
    public async Task Changes_what_is_given_and_keeps_the_rest()
    {
        await using AdminNode node = await Given.NodeAsync();

        Reply json = await node.PatchAsync("/services/s", """{"path":"/p","retries":null}""");
        Reply form = await node.PatchAsync($"/services/{Given.ServiceId}", "path=&tags[]=a");

        Assert.Equal((200, "/p", null), (json.Status, (string?)json.Json["path"], json.Json["retries"]));
        Assert.Equal((200, null, """["a"]"""), (form.Status, form.Json["path"], form.Json["tags"]!.ToJsonString()));
        Assert.Equal("s.test", (string?)form.Json["host"]);
    }

    [Theory]
    [InlineData("/services/none", "{}", "could not find the entity with '{name=\"none\"}'", """{"name":"none"}""")]
    [InlineData(
        "/services/A0000000-0000-5000-8000-000000000404",
        "{}",
        "could not find the entity with primary key '{id=\"A0000000-0000-5000-8000-000000000404\"}'",
        """{"id":"A0000000-0000-5000-8000-000000000404"}""")]
    [InlineData(
        "/services/a0000000-0000-5000-8000-000000000001",
        """{"id":"a0000000-0000-5000-8000-000000000404"}""",
        "could not find the entity with primary key '{id=\"a0000000-0000-5000-8000-000000000001\"}'",
        """{"id":"a0000000-0000-5000-8000-000000000001"}""")]
    public async Task Cannot_change_what_is_not_there(string path, string body, string message, string fields)
    {
        await using AdminNode node = await Given.NodeAsync();

        Reply reply = await node.PatchAsync(path, body);

        Assert.Equal((404, 6, "not found", message), (reply.Status, (int)reply.Json["code"]!, (string?)reply.Json["name"], reply.MessageText));
        Assert.Equal(fields, reply.Json["fields"]!.ToJsonString());
    }

    [Fact]
    public async Task Keeps_id_and_times_that_a_change_sets_to_null()
    {
        await using AdminNode node = await Given.NodeAsync();

        Reply byId = await node.PatchAsync($"/services/{Given.ServiceId}", """{"id":null,"created_at":null}""");
        Reply byName = await node.PatchAsync("/services/s", $$"""{"id":"{{Given.Nobody}}"}""");

        Assert.Equal((200, 200), (byId.Status, byName.Status));
        Assert.Equal(Given.ServiceId, (string?)byName.Json["id"]);
        Assert.True((long)byId.Json["created_at"]! > 0);
    }

    [Fact]
    public async Task Reports_the_first_failing_stage_only()
    {
        await using AdminNode node = await Given.NodeAsync();

        Reply shorthand = await node.PatchAsync("/services/none", """{"url":5,"port":"x"}""");
        Reply reference = await node.PostAsync("/routes", """{"service":{"name":"none"},"paths":["bad"]}""");
        Reply schema = await node.PostAsync("/services", """{"name":"s","host":"bad host"}""");

        Assert.Equal("schema violation (url: expected a string)", shorthand.MessageText);
        Assert.Equal(13, (int)reference.Json["code"]!);
        Assert.Equal(2, (int)schema.Json["code"]!);
    }

    [Fact]
    public async Task Deletes_once_and_again()
    {
        await using AdminNode node = await Given.NodeAsync();

        int[] statuses =
        [
            (await node.DeleteAsync("/routes/r")).Status,
            (await node.DeleteAsync("/routes/r")).Status,
            (await node.DeleteAsync($"/services/{Given.ServiceId}")).Status,
            (await node.GetAsync("/services/s")).Status,
        ];

        Assert.Equal([204, 204, 204, 404], statuses);
    }

    [Fact]
    public async Task Does_not_delete_what_is_referred_to()
    {
        await using AdminNode node = await Given.NodeAsync();

        Reply reply = await node.DeleteAsync("/services/s");

        Assert.Equal((400, 4), (reply.Status, (int)reply.Json["code"]!));
        Assert.Equal("an existing 'routes' entity references this 'services' entity", reply.MessageText);
        Assert.Equal("""{"@referenced_by":"routes"}""", reply.Json["fields"]!.ToJsonString());
    }

    [Theory]
    [InlineData("""{"name":"s"}""", 201, null)]
    [InlineData("""{"id":null,"name":"s"}""", 201, null)]
    [InlineData("""{"id":"x","name":"s","nope":1}""", 201, null)]
    [InlineData("""{"id":"a0000000-0000-5000-8000-000000000001","name":"none","nope":1}""", 201, null)]
    [InlineData(
        """{"id":"a0000000-0000-5000-8000-000000000404"}""",
        400,
        "the foreign key '{id=\"a0000000-0000-5000-8000-000000000404\"}' does not reference an existing 'services' entity.")]
    [InlineData(
        """{"name":"none"}""",
        400,
        "foreign key unresolved (service.name: the foreign key cannot be resolved with '{name=\"none\"}' for an existing 'services' entity)")]
    [InlineData("{}", 400, "schema violation (service.id: missing primary key)")]
    [InlineData("\"s\"", 400, "schema violation (service.id: missing primary key)")]
    [InlineData("5", 400, "schema violation (service.id: missing primary key)")]
    [InlineData("true", 400, "schema violation (service.id: missing primary key)")]
    [InlineData("""{"zzz":1}""", 400, "schema violation (service.zzz: unknown field)")]
    public async Task Resolves_references(string reference, int status, string? message)
    {
        await using AdminNode node = await Given.NodeAsync();

        Reply reply = await node.PostAsync("/routes", $$"""{"paths":["/x"],"service":{{reference}}}""");

        Assert.Equal((status, message), (reply.Status, reply.Json["message"] is { } text ? (string?)text : null));
        Assert.Equal(status == 201 ? Given.ServiceId : null, status == 201 ? (string?)reply.Json["service"]!["id"] : null);
    }

    [Fact]
    public async Task Tells_every_reference_that_leads_nowhere()
    {
        await using AdminNode node = await Given.NodeAsync();

        Reply reply = await node.PostAsync(
            "/plugins", """{"name":"request-termination","service":{"name":"no"},"consumer":{"username":"no","custom_id":"cid"}}""");

        Assert.Equal(
            "2 foreign keys unresolved (consumer.username: the foreign key cannot be resolved with '{username=\"no\"}' for an existing 'consumers' entity; "
            + "service.name: the foreign key cannot be resolved with '{name=\"no\"}' for an existing 'services' entity)",
            reply.MessageText);
        Assert.Equal(["username"], reply.Json["fields"]!["consumer"]!.AsObject().Select(each => each.Key));
        Assert.Equal("foreign keys unresolved", (string?)reply.Json["name"]);
    }

    [Theory]
    [InlineData("POST", "/services", """{"host":"x"}""", "cannot create 'services' entities when not using a database")]
    [InlineData("PATCH", "/services/a0000000-0000-5000-8000-000000000001", "{}", "cannot update 'services' entities when not using a database")]
    [InlineData("PATCH", "/services/s", "{}", "cannot update 'services' entities by 'name' when not using a database")]
    [InlineData(
        "PUT", "/services/a0000000-0000-5000-8000-000000000001", """{"host":"x"}""", "cannot create or update 'services' entities when not using a database")]
    [InlineData("PUT", "/services/s", """{"host":"x"}""", "cannot create or update 'services' entities by 'name' when not using a database")]
    [InlineData("DELETE", "/services/a0000000-0000-5000-8000-000000000001", null, "cannot remove 'services' entities when not using a database")]
    [InlineData("DELETE", "/services/s", null, "cannot remove 'services' entities by 'name' when not using a database")]
    public async Task Refuses_writes_without_a_database(string method, string path, string? body, string message)
    {
        await using AdminNode node = await ReadOnlyStore.NodeAsync();

        Reply reply = await node.SendAsync(new HttpMethod(method), path, body);

        Assert.Equal((405, 12, "operation unsupported", message), (reply.Status, (int)reply.Json["code"]!, (string?)reply.Json["name"], reply.MessageText));
    }

    [Theory]
    [InlineData("POST", "/services", "{}", 400)]
    [InlineData("PATCH", "/services/none", "{}", 404)]
    [InlineData("DELETE", "/services/none", null, 204)]
    [InlineData("GET", "/services/s", null, 200)]
    public async Task Validates_without_a_database_all_the_same(string method, string path, string? body, int status)
    {
        await using AdminNode node = await ReadOnlyStore.NodeAsync();

        Reply reply = await node.SendAsync(new HttpMethod(method), path, body);

        Assert.Equal(status, reply.Status);
    }

    [Fact]
    public async Task Shows_null_for_every_unset_field()
    {
        await using AdminNode node = await Given.NodeAsync();

        JsonObject route = (await node.GetAsync("/routes/r")).Json;

        Assert.Equal(
            [
                "created_at", "destinations", "headers", "hosts", "https_redirect_status_code", "id", "methods", "name", "path_handling", "paths",
                "preserve_host", "protocols", "regex_priority", "request_buffering", "response_buffering", "service", "snis", "sources", "strip_path",
                "tags", "updated_at",
            ],
            route.Select(each => each.Key).Order(StringComparer.Ordinal));
        Assert.Null(route["headers"]);
    }
}
