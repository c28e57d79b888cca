using System.Text;

namespace KongLite.Tests.Hosting.DbLess;

/// <summary>Writes of single entities on a node without a database, and what is not affected.</summary>
public sealed class WriteRefusalTests
{
    private const string Configuration =
        """
        _format_version: "3.0"
        services:
        - { id: 11111111-1111-4111-8111-111111111111, name: s, host: h.test }
        routes:
        - { id: 22222222-2222-4222-8222-222222222222, name: r, paths: [/r], service: s }
        consumers:
        - { id: 33333333-3333-4333-8333-333333333333, username: c }
        keyauth_credentials:
        - { id: 44444444-4444-4444-8444-444444444444, key: k, consumer: c }
        plugins:
        - { id: 55555555-5555-4555-8555-555555555555, name: key-auth, instance_name: p }
        """;

    private const string ServiceId = "11111111-1111-4111-8111-111111111111";
    private const string CredentialId = "44444444-4444-4444-8444-444444444444";
    private const string PluginId = "55555555-5555-4555-8555-555555555555";
    private const string NoId = "99999999-9999-4999-8999-999999999999";

    [Theory]
    [InlineData("POST", "/services", """{"host":"x"}""", "cannot create 'services' entities")]
    [InlineData("PATCH", $"/services/{ServiceId}", "{}", "cannot update 'services' entities")]
    [InlineData("PATCH", "/services/s", "{}", "cannot update 'services' entities by 'name'")]
    [InlineData("PUT", $"/services/{ServiceId}", """{"host":"x"}""", "cannot create or update 'services' entities")]
    [InlineData("PUT", $"/services/{NoId}", """{"host":"x"}""", "cannot create or update 'services' entities")]
    [InlineData("PUT", "/services/s", """{"host":"x"}""", "cannot create or update 'services' entities by 'name'")]
    [InlineData("PUT", "/services/new", """{"host":"x"}""", "cannot create or update 'services' entities by 'name'")]
    [InlineData("DELETE", $"/services/{ServiceId}", null, "cannot remove 'services' entities")]
    [InlineData("DELETE", "/services/s", null, "cannot remove 'services' entities by 'name'")]
    [InlineData("POST", "/services/s/routes", """{"paths":["/x"]}""", "cannot create 'routes' entities")]
    [InlineData("PATCH", "/routes/r/service", "{}", "cannot update 'services' entities")]
    [InlineData("POST", "/plugins", """{"name":"key-auth"}""", "cannot create 'plugins' entities")]
    [InlineData("PATCH", $"/plugins/{PluginId}", "{}", "cannot update 'plugins' entities")]
    [InlineData("DELETE", "/plugins/p", null, "cannot remove 'plugins' entities by 'instance_name'")]
    [InlineData("PATCH", "/consumers/c", "{}", "cannot update 'consumers' entities by 'username'")]
    [InlineData("POST", "/consumers/c/key-auth", "{}", "cannot create 'keyauth_credentials' entities")]
    [InlineData("PATCH", $"/consumers/c/key-auth/{CredentialId}", "{}", "cannot update 'keyauth_credentials' entities")]
    [InlineData("DELETE", $"/key-auths/{CredentialId}", null, "cannot remove 'keyauth_credentials' entities")]
    public async Task Refuses_to_write(string method, string path, string? body, string message)
    {
        await using DbLessNode node = await DbLessNode.WithAsync(Configuration);

        DbLessReply reply = await SendAsync(node, method, path, body);

        Assert.Equal(
            $$"""{"code":12,"name":"operation unsupported","message":"{{message}} when not using a database"}""", reply.Text);
        Assert.Equal(405, reply.Status);
    }

    [Theory]
    [InlineData("POST", "/services", "{}", 400)]
    [InlineData("PUT", "/services/s", """{"host":5}""", 400)]
    [InlineData("PATCH", "/services/none", "{}", 404)]
    [InlineData("PATCH", $"/services/{NoId}", "{}", 404)]
    [InlineData("DELETE", "/services/none", null, 204)]
    [InlineData("DELETE", $"/services/{NoId}", null, 204)]
    [InlineData("PUT", "/services", "{}", 405)]
    [InlineData("POST", "/schemas/services/validate", """{"host":"h"}""", 200)]
    [InlineData("DELETE", "/cache", null, 204)]
    [InlineData("GET", "/services/s", null, 200)]
    [InlineData("GET", "/debug/node/log-level", null, 200)]
    public async Task Goes_on_with_everything_else(string method, string path, string? body, int status)
    {
        await using DbLessNode node = await DbLessNode.WithAsync(Configuration);

        Assert.Equal(status, (await SendAsync(node, method, path, body)).Status);
    }

    [Theory]
    [InlineData("/debug/node/log-level/debug")]
    [InlineData("/debug/cluster/log-level/nonsense")]
    public async Task Refuses_to_change_the_log_level(string path)
    {
        await using DbLessNode node = await DbLessNode.StartAsync();

        DbLessReply reply = await SendAsync(node, "PUT", path, null);

        Assert.Equal((405, """{"message":"cannot change log level when not using a database"}"""), (reply.Status, reply.Text));
    }

    [Fact]
    public async Task Lists_by_id_page_by_page()
    {
        string[] ids = [.. Enumerable.Range(0, 7).Select(_ => Guid.NewGuid().ToString("D"))];
        await using DbLessNode node = await DbLessNode.WithAsync(
            $"_format_version: '3.0'\nconsumers:\n{string.Concat(ids.Select((id, i) => $"- {{id: {id}, username: u{i}}}\n"))}");

        var listed = new List<string>();
        for (string? next = "/consumers?size=3"; next is not null;)
        {
            DbLessReply page = await node.GetAsync(next);
            listed.AddRange(page.Json["data"]!.AsArray().Select(row => (string)row!["id"]!));
            next = (string?)page.Json["next"];
        }

        Assert.Equal(ids.Order(StringComparer.Ordinal), listed);
    }

    [Theory]
    [InlineData("/status/dns", 501)]
    [InlineData("/status", 200)]
    public async Task Tells_its_status_on_both_addresses(string path, int status)
    {
        await using DbLessNode node = await DbLessNode.StartAsync();

        Assert.Equal((status, status), ((await node.GetAsync(path)).Status, (await node.StatusAsync(path)).Status));
    }

    private static async Task<DbLessReply> SendAsync(DbLessNode node, string method, string path, string? body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        return await DbLessReply.Of(await node.Gateway.Admin.SendAsync(request));
    }
}
