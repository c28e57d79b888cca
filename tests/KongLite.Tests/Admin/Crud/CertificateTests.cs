using System.Text.Json.Nodes;

namespace KongLite.Tests.Admin.Crud;

public sealed class CertificateTests
{
    private const string Id = "a0000000-0000-5000-8000-0000000000c1";
    private const string OtherId = "a0000000-0000-5000-8000-0000000000c2";

    [Fact]
    public async Task Keeps_its_names_as_rows_of_their_own()
    {
        await using AdminNode node = await AdminNode.StartAsync();

        Reply created = await node.PutAsync($"/certificates/{Id}", Certificates.Body("b.test", "a.test"));
        Reply snis = await node.GetAsync("/snis");
        Reply byName = await node.GetAsync("/certificates/b.test");

        Assert.Equal("""["a.test","b.test"]""", created.Json["snis"]!.ToJsonString());
        Assert.Equal(["a.test", "b.test"], snis.Json["data"]!.AsArray().Select(each => (string)each!["name"]!).Order());
        Assert.Equal((200, Id), (byName.Status, (string?)byName.Json["id"]));
    }

    [Fact]
    public async Task Writes_the_certificate_and_its_names_together_or_not_at_all()
    {
        await using AdminNode node = await AdminNode.StartAsync();
        await node.PutAsync($"/certificates/{Id}", Certificates.Body("a.test"));

        Reply taken = await node.PutAsync($"/certificates/{OtherId}", Certificates.OtherBody("new.test", "a.test"));
        Reply broken = await node.PatchAsync($"/certificates/{Id}", """{"cert":"x","snis":["new.test"]}""");

        Assert.Equal($"a.test already associated with existing certificate '{Id}'", (string?)taken.Json["fields"]!["snis"]);
        Assert.Equal(400, broken.Status);
        Assert.Equal(["a.test"], (await node.GetAsync("/snis")).Json["data"]!.AsArray().Select(each => (string)each!["name"]!));
        Assert.Equal(404, (await node.GetAsync($"/certificates/{OtherId}")).Status);
    }

    [Fact]
    public async Task Loses_no_name_when_it_may_not_go()
    {
        // Kong deletes the names first and then finds out.
        await using AdminNode node = await AdminNode.StartAsync();
        await node.PutAsync($"/certificates/{Id}", Certificates.Body("a.test"));
        await node.PostAsync("/services", $$$"""{"name":"s","url":"https://s.test","client_certificate":{"id":"{{{Id}}}"}}""");

        Reply refused = await node.DeleteAsync("/certificates/a.test");
        await node.DeleteAsync("/services/s");
        Reply held = await node.GetAsync("/snis/a.test");
        Reply deleted = await node.DeleteAsync("/certificates/a.test");

        Assert.Equal((400, 200, 204), (refused.Status, held.Status, deleted.Status));
        Assert.Equal(404, (await node.GetAsync("/snis/a.test")).Status);
    }

    [Theory]
    [InlineData("""["x.test"]""", """["new.test","x.test"]""")]
    [InlineData("[]", """["new.test"]""")]
    [InlineData(null, "[]")]
    public async Task Adds_the_name_in_the_path_of_a_PUT_to_names_that_are_given(string? given, string shown)
    {
        await using AdminNode node = await AdminNode.StartAsync();
        string[]? snis = given is null ? null : [.. JsonNode.Parse(given)!.AsArray().Select(each => (string)each!)];

        Reply created = await node.PutAsync("/certificates/new.test", Certificates.Body(snis));
        Reply again = await node.PutAsync("/certificates/new.test", Certificates.Body(snis));

        Assert.Equal((200, shown), (created.Status, created.Json["snis"]!.ToJsonString()));
        Assert.Equal(shown, again.Json["snis"]!.ToJsonString());
    }

    [Fact]
    public async Task Keeps_the_names_of_a_certificate_that_is_made_for_a_service()
    {
        await using AdminNode node = await AdminNode.StartAsync();
        await node.PostAsync("/services", """{"name":"s","url":"https://s.test"}""");

        Reply created = await node.PutAsync("/services/s/client_certificate", Certificates.Body("a.test"));

        Assert.Equal((200, """["a.test"]"""), (created.Status, created.Json["snis"]!.ToJsonString()));
        Assert.Equal(200, (await node.GetAsync("/snis/a.test")).Status);
    }

    [Theory]
    [InlineData("GET", "/certificates/none.test")]
    [InlineData("PATCH", "/certificates/none.test")]
    [InlineData("DELETE", "/certificates/none.test")]
    [InlineData("OPTIONS", "/certificates/none.test")]
    [InlineData("GET", "/certificates/none.test/snis")]
    [InlineData("POST", "/certificates/none.test/snis")]
    public async Task Says_that_a_name_leads_nowhere(string method, string path)
    {
        await using AdminNode node = await AdminNode.StartAsync();

        Reply reply = await node.SendAsync(new HttpMethod(method), path, method is "PATCH" or "POST" ? "{}" : null);

        Assert.Equal((404, """{"message":"SNI not found"}"""), (reply.Status, reply.Text));
    }

    [Fact]
    public async Task An_authority_stays_while_a_service_lists_it()
    {
        await using AdminNode node = await AdminNode.StartAsync();
        string id = (string)(await node.PostAsync("/ca_certificates", Certificates.Authority())).Json["id"]!;
        Reply service = await node.PostAsync("/services", $$"""{"name":"s","url":"https://s.test","ca_certificates":["{{id}}"]}""");

        Reply refused = await node.DeleteAsync($"/ca_certificates/{id}");
        await node.PatchAsync("/services/s", """{"ca_certificates":null}""");
        Reply deleted = await node.DeleteAsync($"/ca_certificates/{id}");

        Assert.Equal((400, 19), (refused.Status, (int)refused.Json["code"]!));
        Assert.Equal($"ca certificate {id} is still referenced by services (id = {service.Json["id"]})", refused.MessageText);
        Assert.Equal(204, deleted.Status);
    }
}
