using System.Text.Json.Nodes;
using KongLite.Admin.Crud;
using KongLite.Plugins.Acl;
using KongLite.Plugins.BasicAuth;
using KongLite.Plugins.KeyAuth;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;

namespace KongLite.Tests.Admin.Crud;

/// <summary>Another node writes after this one has read and before it writes: the row ends as if one write came after the other.</summary>
public sealed class OvertakenWriteTests : IAsyncLifetime
{
    private const string CertificateId = "a0000000-0000-5000-8000-0000000000c1";
    private const string OtherCertificateId = "a0000000-0000-5000-8000-0000000000c2";
    private static readonly EntitySchema Routes = EntitySchema.Of<Route>();
    private static readonly Guid Service = Guid.Parse(Given.ServiceId);
    private static readonly Guid Route = Guid.Parse(Given.RouteId);
    private static readonly Guid Consumer = Guid.Parse(Given.ConsumerId);
    private static readonly Guid Theirs = Guid.Parse("a0000000-0000-5000-8000-0000000000f1");
    private readonly SharedStore _store = new();
    private AdminNode _node = null!;

    public async Task InitializeAsync() => _node = await Given.NodeAsync(_store);

    public async Task DisposeAsync()
    {
        await _node.DisposeAsync();
        _store.Dispose();
    }

    [Theory]
    [InlineData("/services/s", "retries=7")]
    [InlineData("/services/s", """{"retries":7}""")]
    [InlineData($"/services/{Given.ServiceId}", "retries=7")]
    [InlineData("/routes/r/service", "retries=7")]
    public async Task A_change_keeps_what_others_have_changed(string path, string body)
    {
        _store.ThenChange<Service>(Service, row => row with { Port = 81 });
        _store.ThenChange<Service>(Service, row => row with { Path = "/p" });

        Reply reply = await _node.PatchAsync(path, body);
        Reply shown = await _node.GetAsync("/services/s");

        Assert.Equal(200, reply.Status);
        Assert.Equal((7, 81, "/p"), ((int)shown.Json["retries"]!, (int)shown.Json["port"]!, (string?)shown.Json["path"]));
        Assert.Equal(shown.Text, reply.Text);
    }

    [Fact]
    public async Task A_change_is_checked_against_the_row_as_it_is_by_then()
    {
        _store.ThenChange<Service>(Service, row => row with { Protocol = Protocol.Tcp });

        Reply reply = await _node.PatchAsync("/services/s", "path=/p");

        Assert.Equal(400, reply.Status);
        Assert.True(reply.Json["fields"]!.AsObject().ContainsKey("path"));
        Assert.Equal("tcp", (string?)(await _node.GetAsync("/services/s")).Json["protocol"]);
    }

    [Fact]
    public async Task A_shorthand_is_spelled_out_in_each_attempt()
    {
        _store.ThenChange<Service>(Service, row => row with { Retries = 7 });

        Reply reply = await _node.PatchAsync("/services/s", "url=https://u.test:99/p");

        Assert.Equal(
            ("https", "u.test", 99, "/p", 7),
            ((string)reply.Json["protocol"]!, (string)reply.Json["host"]!, (int)reply.Json["port"]!, (string)reply.Json["path"]!, (int)reply.Json["retries"]!));
    }

    [Fact]
    public async Task A_password_is_hashed_once_however_often_it_is_attempted()
    {
        string hash = (string)(await _node.PostAsync("/consumers/c/basic-auth", "username=u&password=p")).Json["password"]!;
        Reply created = await _node.PutAsync("/consumers/c/basic-auth/u", "password=other");
        Guid id = (Guid)created.Json["id"]!;
        _store.ThenChange<BasicAuthCredential>(id, row => row with { Tags = ["t"] });
        _store.ThenChange<BasicAuthCredential>(id, row => row with { Tags = ["t", "u"] });

        Reply reply = await _node.PatchAsync("/consumers/c/basic-auth/u", "password=p");

        Assert.Equal((200, hash), (reply.Status, (string?)reply.Json["password"]));
        Assert.Equal("""["t","u"]""", reply.Json["tags"]!.ToJsonString());
    }

    [Fact]
    public async Task A_change_of_a_plugin_without_its_name_follows_the_plugin_that_it_has_become()
    {
        Guid id = (Guid)(await _node.PostAsync("/plugins", "name=request-termination&config.status_code=401")).Json["id"]!;
        _store.ThenChange<Plugin>(id, row => row with { Enabled = false });

        Reply reply = await _node.PatchAsync($"/plugins/{id}", "config.status_code=402");

        Assert.Equal((200, false, 402), (reply.Status, (bool)reply.Json["enabled"]!, (int)reply.Json["config"]!["status_code"]!));
    }

    [Fact]
    public async Task A_change_of_a_plugin_without_its_name_begins_again_without_it()
    {
        Guid id = (Guid)(await _node.PostAsync("/plugins", "name=request-termination")).Json["id"]!;
        _store.ThenDelete<Plugin>(id);

        Reply reply = await _node.PatchAsync($"/plugins/{id}", "config.status_code=402");

        Assert.Equal((404, "Not found"), (reply.Status, reply.MessageText));
    }

    [Fact]
    public async Task A_reference_by_name_leads_to_the_row_that_has_the_name_by_then()
    {
        _store.Others.Enqueue(async store =>
        {
            EntitySchema services = EntitySchema.Of<Service>();
            var other = (Service)(await store.FindByAsync(services, "name", "other", default))!;
            await store.UpdateAsync(services, other with { Name = "old" }, default);
            await store.InsertAsync(services, other with { Id = Theirs }, default);
            await store.UpdateAsync(Routes, (Route)(await store.FindAsync(Routes, Route, default))! with { Tags = ["t"] }, default);
        });

        Reply reply = await _node.PatchAsync("/routes/r", """{"service":{"name":"other"}}""");

        Assert.Equal((200, Theirs), (reply.Status, (Guid)reply.Json["service"]!["id"]!));
        Assert.Equal("""["t"]""", reply.Json["tags"]!.ToJsonString());
    }

    [Theory]
    [InlineData("/consumers/c", "could not find the entity with '{username=\"c\"}'")]
    [InlineData($"/consumers/{Given.ConsumerId}", $"could not find the entity with primary key '{{id=\"{Given.ConsumerId}\"}}'")]
    public async Task A_change_of_a_row_that_is_gone_by_then_finds_none(string path, string message)
    {
        _store.ThenDelete<Consumer>(Consumer);

        Reply reply = await _node.PatchAsync(path, "tags=t");

        Assert.Equal((404, message), (reply.Status, reply.MessageText));
        Assert.Equal(404, (await _node.GetAsync("/consumers/c")).Status);
    }

    [Fact]
    public async Task A_change_by_a_name_that_the_row_has_no_more_finds_none()
    {
        _store.ThenChange<Consumer>(Consumer, row => row with { Username = "renamed" });

        Reply reply = await _node.PatchAsync("/consumers/c", "custom_id=new");

        Assert.Equal(404, reply.Status);
        Assert.Equal("cid", (string?)(await _node.GetAsync("/consumers/renamed")).Json["custom_id"]);
    }

    [Fact]
    public async Task A_change_of_a_child_that_belongs_to_another_parent_by_then_finds_none()
    {
        _store.ThenChange<Route>(Route, row => row with { ServiceId = Guid.Parse(Given.OtherServiceId) });

        Reply reply = await _node.PatchAsync("/services/s/routes/r", "tags=t");

        Assert.Equal((404, "Not found"), (reply.Status, reply.MessageText));
        Assert.Null((await _node.GetAsync("/routes/r")).Json["tags"]);
    }

    [Fact]
    public async Task A_change_of_a_child_finds_it_by_the_name_that_it_has_by_then()
    {
        Guid id = (Guid)(await _node.PostAsync("/consumers/c/acls", "group=g")).Json["id"]!;
        _store.ThenChange<AclGroup>(id, row => row with { Group = "renamed" });

        Reply reply = await _node.PatchAsync("/consumers/c/acls/g", "group=h");

        Assert.Equal((404, "Not found"), (reply.Status, reply.MessageText));
        Assert.Equal("renamed", (string?)(await _node.GetAsync($"/acls/{id}")).Json["group"]);
    }

    [Fact]
    public async Task A_row_that_never_holds_still_ends_in_an_unexpected_error()
    {
        for (int i = 0; i < WriteAttempts.Most; i++)
        {
            _store.ThenChange<Service>(Service, row => row with { Port = row.Port + 1 });
        }

        int before = _store.Writes;
        Reply reply = await _node.PatchAsync("/services/s", "retries=7");

        Assert.Equal((500, """{"message":"An unexpected error occurred"}"""), (reply.Status, reply.Text));
        Assert.Equal(WriteAttempts.Most, _store.Writes - before);
        Assert.Equal(5, (int)(await _node.GetAsync("/services/s")).Json["retries"]!);
    }

    [Fact]
    public async Task A_row_that_others_have_put_by_the_same_name_is_replaced()
    {
        _store.ThenAdd(new Consumer { Id = Theirs, Username = "bob", CustomId = "x", CreatedAt = 1 });

        Reply reply = await _node.PutAsync("/consumers/bob", """{"tags":["t"]}""");

        Assert.Equal((200, Theirs), (reply.Status, (Guid)reply.Json["id"]!));
        Assert.Null(reply.Json["custom_id"]);
        Assert.Equal(reply.Text, (await _node.GetAsync("/consumers/bob")).Text);
    }

    [Fact]
    public async Task A_row_that_others_have_put_by_the_same_name_and_id_is_replaced()
    {
        _store.ThenAdd(new Consumer { Id = Theirs, Username = "bob", CreatedAt = 1 });

        Reply reply = await _node.PutAsync("/consumers/bob", $$"""{"id":"{{Theirs}}","custom_id":"x"}""");

        Assert.Equal((200, Theirs, "x"), (reply.Status, (Guid)reply.Json["id"]!, (string?)reply.Json["custom_id"]));
    }

    [Fact]
    public async Task A_name_that_others_have_put_does_not_hide_another_taken_value()
    {
        _store.ThenAdd(new Consumer { Id = Theirs, Username = "bob", CreatedAt = 1 });

        Reply reply = await _node.PutAsync("/consumers/bob", """{"custom_id":"cid"}""");

        Assert.Equal((409, "UNIQUE violation detected on '{custom_id=\"cid\"}'"), (reply.Status, reply.MessageText));
    }

    [Fact]
    public async Task A_value_that_others_have_taken_stays_a_conflict()
    {
        _store.ThenAdd(new Consumer { Id = Theirs, Username = "other", CustomId = "x", CreatedAt = 1 });

        Reply reply = await _node.PutAsync("/consumers/bob", """{"custom_id":"x"}""");

        Assert.Equal((409, "UNIQUE violation detected on '{custom_id=\"x\"}'"), (reply.Status, reply.MessageText));
        Assert.Equal(404, (await _node.GetAsync("/consumers/bob")).Status);
    }

    [Fact]
    public async Task A_row_put_by_a_name_that_is_gone_by_then_is_made_anew()
    {
        _store.ThenDelete<Consumer>(Consumer);

        Reply reply = await _node.PutAsync("/consumers/c", """{"custom_id":"x"}""");

        Assert.Equal(200, reply.Status);
        Assert.NotEqual(Consumer, (Guid)reply.Json["id"]!);
        Assert.Equal(reply.Text, (await _node.GetAsync("/consumers/c")).Text);
    }

    [Fact]
    public async Task A_row_put_by_a_name_leaves_the_row_alone_that_has_another_by_then()
    {
        _store.ThenChange<Consumer>(Consumer, row => row with { Username = "renamed" });

        Reply reply = await _node.PutAsync("/consumers/c", """{"custom_id":"x"}""");

        Assert.Equal((200, "c"), (reply.Status, (string?)reply.Json["username"]));
        Assert.Equal((Consumer, "cid"), await Identity("/consumers/renamed"));

        async Task<(Guid, string?)> Identity(string path) =>
            (await _node.GetAsync(path)).Json is var row ? ((Guid)row["id"]!, (string?)row["custom_id"]) : default;
    }

    [Fact]
    public async Task A_child_that_others_have_put_by_the_same_name_is_replaced()
    {
        _store.ThenAdd(new AclGroup { Id = Theirs, ConsumerId = Consumer, Group = "g", CreatedAt = 1 });

        Reply reply = await _node.PutAsync("/consumers/c/acls/g", """{"tags":["t"]}""");

        Assert.Equal((200, Theirs), (reply.Status, (Guid)reply.Json["id"]!));
        Assert.Equal("""["t"]""", (await _node.GetAsync("/consumers/c/acls/g")).Json["tags"]!.ToJsonString());
    }

    [Fact]
    public async Task A_row_that_has_another_name_by_then_is_not_deleted()
    {
        _store.ThenChange<Consumer>(Consumer, row => row with { Username = "renamed" });

        Reply reply = await _node.DeleteAsync("/consumers/c");

        Assert.Equal(204, reply.Status);
        Assert.Equal(200, (await _node.GetAsync("/consumers/renamed")).Status);
    }

    [Fact]
    public async Task A_row_that_has_changed_otherwise_is_deleted_all_the_same()
    {
        _store.ThenChange<Consumer>(Consumer, row => row with { CustomId = "new" });

        Reply reply = await _node.DeleteAsync("/consumers/c");

        Assert.Equal(204, reply.Status);
        Assert.Equal(404, (await _node.GetAsync("/consumers/c")).Status);
    }

    [Fact]
    public async Task A_child_that_belongs_to_another_parent_by_then_is_not_deleted()
    {
        Guid id = (Guid)(await _node.PostAsync("/consumers/c/key-auth", "key=k")).Json["id"]!;
        await _node.PutAsync("/consumers/d", "{}");
        Guid other = (Guid)(await _node.GetAsync("/consumers/d")).Json["id"]!;
        _store.ThenChange<KeyAuthCredential>(id, row => row with { ConsumerId = other });

        Reply reply = await _node.DeleteAsync("/consumers/c/key-auth/k");

        Assert.Equal(404, reply.Status);
        Assert.Equal(200, (await _node.GetAsync("/consumers/d/key-auth/k")).Status);
    }

    [Fact]
    public async Task A_row_that_others_have_deleted_is_deleted()
    {
        _store.ThenDelete<Consumer>(Consumer);

        Assert.Equal(204, (await _node.DeleteAsync("/consumers/c")).Status);
    }

    [Fact]
    public async Task A_new_parent_keeps_what_others_have_changed_of_the_child()
    {
        await _node.PatchAsync("/routes/r", "service=");
        _store.ThenChange<Route>(Route, row => row with { Tags = ["t"] });

        Reply reply = await _node.PutAsync("/routes/r/service", "name=new&host=n.test");
        Reply route = await _node.GetAsync("/routes/r");

        Assert.Equal(200, reply.Status);
        Assert.Equal((string?)reply.Json["id"], (string?)route.Json["service"]!["id"]);
        Assert.Equal("""["t"]""", route.Json["tags"]!.ToJsonString());
    }

    [Fact]
    public async Task A_parent_that_others_have_given_to_the_child_is_the_one_that_is_replaced()
    {
        await _node.PatchAsync("/routes/r", "service=");
        _store.ThenChange<Route>(Route, row => row with { ServiceId = Service });

        Reply reply = await _node.PutAsync("/routes/r/service", "name=new&host=n.test");
        Reply services = await _node.GetAsync("/services");

        Assert.Equal((200, Service), (reply.Status, (Guid)reply.Json["id"]!));
        Assert.Equal(["new", "other"], services.Json["data"]!.AsArray().Select(each => (string)each!["name"]!).Order());
    }

    [Fact]
    public async Task A_child_that_is_gone_by_then_gets_no_parent()
    {
        await _node.PatchAsync("/routes/r", "service=");
        _store.ThenDelete<Route>(Route);

        Reply reply = await _node.PutAsync("/routes/r/service", "name=new&host=n.test");

        Assert.Equal((404, "Not found"), (reply.Status, reply.MessageText));
        Assert.Equal(404, (await _node.GetAsync("/services/new")).Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_name_that_has_moved_to_another_certificate_stays_there(bool isPatch)
    {
        await _node.PutAsync($"/certificates/{CertificateId}", Certificates.Body("a.test", "b.test"));
        await _node.PutAsync($"/certificates/{OtherCertificateId}", Certificates.OtherBody());
        Guid sni = (Guid)(await _node.GetAsync("/snis/a.test")).Json["id"]!;
        _store.ThenChange<Sni>(sni, row => row with { CertificateId = Guid.Parse(OtherCertificateId) });

        Reply reply = isPatch
            ? await _node.PatchAsync($"/certificates/{CertificateId}", """{"snis":["b.test"]}""")
            : await _node.PutAsync($"/certificates/{CertificateId}", Certificates.Body("b.test"));

        Assert.Equal((200, """["b.test"]"""), (reply.Status, reply.Json["snis"]!.ToJsonString()));
        Assert.Equal("""["a.test"]""", (await _node.GetAsync($"/certificates/{OtherCertificateId}")).Json["snis"]!.ToJsonString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Names_that_others_have_given_a_certificate_meanwhile_go_when_it_gets_others(bool isPatch)
    {
        await _node.PutAsync($"/certificates/{CertificateId}", Certificates.Body("a.test"));
        _store.ThenAdd(new Sni { Id = Theirs, Name = "theirs.test", CertificateId = Guid.Parse(CertificateId), CreatedAt = 1 });

        Reply reply = isPatch
            ? await _node.PatchAsync($"/certificates/{CertificateId}", """{"snis":["ours.test"]}""")
            : await _node.PutAsync($"/certificates/{CertificateId}", Certificates.Body("ours.test"));

        Assert.Equal((200, """["ours.test"]"""), (reply.Status, reply.Json["snis"]!.ToJsonString()));
        Assert.Equal(404, (await _node.GetAsync("/snis/theirs.test")).Status);
    }

    [Fact]
    public async Task A_change_that_gives_no_names_leaves_those_alone_that_others_have_given()
    {
        await _node.PutAsync($"/certificates/{CertificateId}", Certificates.Body("a.test"));
        _store.ThenAdd(new Sni { Id = Theirs, Name = "theirs.test", CertificateId = Guid.Parse(CertificateId), CreatedAt = 1 });

        Reply reply = await _node.PatchAsync($"/certificates/{CertificateId}", """{"tags":["t"]}""");

        Assert.Equal((200, """["a.test","theirs.test"]"""), (reply.Status, reply.Json["snis"]!.ToJsonString()));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""["other.test"]""")]
    public async Task A_certificate_that_others_have_put_by_the_same_name_is_replaced(string names)
    {
        await _node.PutAsync($"/certificates/{CertificateId}", Certificates.OtherBody());
        _store.ThenAdd(new Sni { Id = Theirs, Name = "new.test", CertificateId = Guid.Parse(CertificateId), CreatedAt = 1 });
        var body = (JsonObject)JsonNode.Parse(Certificates.Body())!;
        body["snis"] = JsonNode.Parse(names);

        Reply reply = await _node.PutAsync("/certificates/new.test", body.ToJsonString());

        Assert.Equal((200, CertificateId, (string?)body["cert"]), (reply.Status, (string?)reply.Json["id"], (string?)reply.Json["cert"]));
        Assert.Contains("new.test", reply.Json["snis"]!.AsArray().Select(each => (string)each!));
        Assert.Single((await _node.GetAsync("/certificates")).Json["data"]!.AsArray());
    }

    [Fact]
    public async Task A_certificate_put_by_a_name_that_has_moved_by_then_is_the_one_that_has_the_name()
    {
        await _node.PutAsync($"/certificates/{CertificateId}", Certificates.Body("a.test"));
        await _node.PutAsync($"/certificates/{OtherCertificateId}", Certificates.OtherBody());
        Guid sni = (Guid)(await _node.GetAsync("/snis/a.test")).Json["id"]!;
        _store.ThenChange<Sni>(sni, row => row with { CertificateId = Guid.Parse(OtherCertificateId) });

        Reply reply = await _node.PutAsync("/certificates/a.test", Certificates.Body("a.test", "b.test"));

        Assert.Equal((200, OtherCertificateId), (reply.Status, (string?)reply.Json["id"]));
        Assert.Equal("[]", (await _node.GetAsync($"/certificates/{CertificateId}")).Json["snis"]!.ToJsonString());
    }

    [Fact]
    public async Task A_name_that_another_certificate_has_taken_stays_a_conflict()
    {
        await _node.PutAsync($"/certificates/{CertificateId}", Certificates.OtherBody());
        _store.ThenAdd(new Sni { Id = Theirs, Name = "taken.test", CertificateId = Guid.Parse(CertificateId), CreatedAt = 1 });

        Reply reply = await _node.PutAsync("/certificates/new.test", Certificates.Body("taken.test"));

        Assert.Equal((409, "UNIQUE violation detected on '{name=\"taken.test\"}'"), (reply.Status, reply.MessageText));
        Assert.Equal(404, (await _node.GetAsync("/certificates/new.test")).Status);
    }

    [Fact]
    public async Task A_page_of_certificates_gets_all_its_names_at_once()
    {
        await _node.PutAsync($"/certificates/{CertificateId}", Certificates.Body("b.test", "a.test"));
        await _node.PutAsync($"/certificates/{OtherCertificateId}", Certificates.OtherBody());
        await _node.PutAsync("/certificates/c.test", Certificates.Body("d.test"));
        int before = _store.Lists;

        JsonArray page = (await _node.GetAsync("/certificates")).Json["data"]!.AsArray();

        // The certificates and their names.
        Assert.Equal(2, _store.Lists - before);
        Assert.Equal(
            ["""["a.test","b.test"]""", """["c.test","d.test"]""", "[]"],
            page.Select(each => each!["snis"]!.ToJsonString()).Order(StringComparer.Ordinal));
    }
}
