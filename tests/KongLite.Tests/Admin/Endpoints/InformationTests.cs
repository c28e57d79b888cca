using System.Text.Json.Nodes;
using KongLite.Admin;
using KongLite.Sdk.Exchanges;

namespace KongLite.Tests.Admin.Endpoints;

public sealed class InformationTests
{
    [Fact]
    public async Task Tells_of_the_node()
    {
        var info = new NodeInfo { Hostname = "host.test" };
        await using AdminNode node = await AdminNode.StartAsync(
            new AdminOptions { Configuration = () => new JsonObject { ["database"] = "file", ["pg_password"] = "******" } }, info);
        JsonObject root = (await node.GetAsync("/")).Json;

        Assert.Equal(
            ["configuration", "edition", "hostname", "lua_version", "node_id", "pids", "plugins", "tagline", "timers", "version"],
            root.Select(each => each.Key).Order(StringComparer.Ordinal));
        Assert.Equal(("Welcome to kong", "3.9.3", "community"), ((string?)root["tagline"], (string?)root["version"], (string?)root["edition"]));
        Assert.Equal(("host.test", info.Id.ToString()), ((string?)root["hostname"], (string?)root["node_id"]));
        Assert.Equal(Environment.ProcessId, (int)root["pids"]!["workers"]![0]!);
        Assert.True((int)root["timers"]!["running"]! >= 0 && (int)root["timers"]!["pending"]! >= 0);
        Assert.Equal("""{"version":"3.9.3","priority":1250}""", root["plugins"]!["available_on_server"]!["key-auth"]!.ToJsonString());
        Assert.Equal("""{"database":"file","pg_password":"******"}""", root["configuration"]!.ToJsonString());
    }

    [Fact]
    public async Task Lists_plugins_and_paths()
    {
        await using AdminNode node = await AdminNode.StartAsync();

        Reply plugins = await node.GetAsync("/plugins/enabled");
        string[] paths = [.. (await node.GetAsync("/endpoints/")).Json["data"]!.AsArray().Select(each => (string)each!)];

        Assert.Equal("""{"enabled_plugins":["key-auth","request-termination"]}""", plugins.Text);
        Assert.Equal(["/", "/acls", "/acls/{acls}", "/acls/{acls}/consumer"], paths[..4]);
        Assert.Equal(
            [
                "/plugins", "/plugins/enabled", "/plugins/schema/{name}", "/plugins/{plugins}", "/plugins/{plugins}/consumer", "/plugins/{plugins}/route",
                "/plugins/{plugins}/service",
            ],
            paths.Where(each => each.StartsWith("/plugins", StringComparison.Ordinal)));
        Assert.Contains("/consumers/{consumers}/key-auth/{keyauth_credentials}", paths);
        Assert.Contains("/key-auths/{keyauth_credentials}/consumer", paths);
    }

    [Theory]
    [InlineData("GET", "/config", 400, "this endpoint is only available when Kong is configured to not use a database")]
    [InlineData("POST", "/config", 400, "this endpoint is only available when Kong is configured to not use a database")]
    [InlineData("GET", "/clustering/status", 400, "this endpoint is only available when Kong is configured to run as Control Plane for the cluster")]
    [InlineData("GET", "/clustering/data-planes", 400, "this endpoint is only available when Kong is configured to run as Control Plane for the cluster")]
    [InlineData("GET", "/status/dns", 501, "not implemented with the legacy DNS client")]
    [InlineData("GET", "/status/ready", 404, "Not found")]
    [InlineData("GET", "/cache/x", 404, "Not found")]
    [InlineData("GET", "/schemas/nope", 404, "No entity named 'nope'")]
    [InlineData("GET", "/schemas/Services", 404, "No entity named 'Services'")]
    [InlineData("GET", "/schemas/plugins/nope", 404, "No plugin named 'nope'")]
    [InlineData("GET", "/plugins/schema/nope", 404, "No plugin named 'nope'")]
    [InlineData("POST", "/schemas/nope/validate", 404, "No entity named 'nope'")]
    [InlineData("GET", "/schemas", 404, "Not found")]
    [InlineData("GET", "/status?unit=V", 400, "invalid unit 'V' (expected 'k/K', 'm/M', or 'g/G')")]
    [InlineData("GET", "/status?scale=-1", 400, "scale must be equal or greater than 0")]
    public async Task Refuses_with_Kongs_words(string method, string path, int status, string message)
    {
        await using AdminNode node = await AdminNode.StartAsync();

        Reply reply = await node.SendAsync(new HttpMethod(method), path);

        Assert.Equal((status, message), (reply.Status, reply.MessageText));
    }

    [Theory]
    [InlineData("/cache")]
    [InlineData("/cache/x")]
    public async Task Has_nothing_cached_to_drop(string path)
    {
        await using AdminNode node = await AdminNode.StartAsync();

        Assert.Equal(204, (await node.DeleteAsync(path)).Status);
    }

    [Theory]
    [InlineData("", "^[0-9]+\\.[0-9]{2} MiB$")]
    [InlineData("?unit=K&scale=0", "^[0-9]+ KiB$")]
    [InlineData("?unit=g&scale=3", "^[0-9]+\\.[0-9]{3} GiB$")]
    [InlineData("?unit=m&scale=x", "^[0-9]+\\.[0-9]{2} MiB$")]
    [InlineData("?unit=", "^[0-9]+$")]
    [InlineData("?scale=1e9", "^[0-9]+\\.[0-9]{99} MiB$")]
    public async Task Tells_its_status_in_units(string query, string memory)
    {
        await using AdminNode node = await AdminNode.StartAsync();

        JsonObject status = (await node.GetAsync("/status" + query)).Json;

        Assert.Equal("""{"reachable":true}""", status["database"]!.ToJsonString());
        Assert.Matches(memory, (string?)status["memory"]!["workers_lua_vms"]![0]!["http_allocated_gc"]);
        Assert.Equal(
            [
                "connections_accepted", "connections_active", "connections_handled", "connections_reading", "connections_waiting", "connections_writing",
                "total_requests",
            ],
            status["server"]!.AsObject().Select(each => each.Key));
    }

    [Fact]
    public async Task Tells_bytes_as_numbers()
    {
        await using AdminNode node = await AdminNode.StartAsync();

        JsonObject status = (await node.GetAsync("/status?unit=b")).Json;

        Assert.True((long)status["memory"]!["workers_lua_vms"]![0]!["http_allocated_gc"]! > 0);
    }

    [Fact]
    public async Task Shows_schemas()
    {
        await using AdminNode node = await AdminNode.StartAsync();

        JsonObject services = (await node.GetAsync("/schemas/services")).Json;
        JsonObject plugin = (await node.GetAsync("/schemas/plugins/key-auth")).Json;
        JsonObject config = (await node.GetAsync("/plugins/schema/key-auth")).Json;

        Assert.Equal("id", Assert.Single(services["fields"]![0]!.AsObject()).Key);
        Assert.Contains(plugin["fields"]!.AsArray(), field => field!.AsObject().ContainsKey("config"));
        Assert.Contains(config["fields"]!.AsArray(), field => field!.AsObject().ContainsKey("key_names"));
        Assert.Empty(config["entity_checks"]!.AsArray());
    }

    [Theory]
    [InlineData("/schemas/services/validate", """{"host":"a.test"}""", 200, "schema validation successful")]
    [InlineData("/schemas/services/validate", "{}", 400, "schema violation (host: required field missing)")]
    [InlineData("/schemas/services/validate", "host=a.test&enabled=true&path=", 200, "schema validation successful")]
    [InlineData("/schemas/services/validate", "host=a.test&port=80", 400, "schema violation (port: expected an integer)")]
    [InlineData("/schemas/plugins/validate", """{"name":"key-auth"}""", 200, "schema validation successful")]
    [InlineData("/schemas/plugins/validate", """{"name":"key-auth","config":{"nope":1}}""", 400, "schema violation (config.nope: unknown field)")]
    [InlineData("/schemas/routes/validate", """{"paths":["/a"],"service":{"name":"x"}}""", 400, "schema violation (service.id: missing primary key)")]
    [InlineData(
        "/schemas/routes/validate", """{"paths":["/a"],"service":{"id":"a0000000-0000-5000-8000-000000000404"}}""", 200, "schema validation successful")]
    public async Task Validates_without_storing(string path, string body, int status, string message)
    {
        await using AdminNode node = await AdminNode.StartAsync();

        Reply reply = await node.PostAsync(path, body);

        Assert.Equal((status, message), (reply.Status, reply.MessageText));
        Assert.Empty((await node.GetAsync("/services")).Json["data"]!.AsArray());
    }

    [Fact]
    public async Task Changes_the_log_level()
    {
        await using AdminNode node = await AdminNode.StartAsync();

        List<string?> messages =
        [
            (await node.GetAsync("/debug/node/log-level")).MessageText,
            (await node.SendAsync(HttpMethod.Put, "/debug/node/log-level/zz")).MessageText,
            (await node.SendAsync(HttpMethod.Put, "/debug/node/log-level/info?timeout=-1")).MessageText,
            (await node.SendAsync(HttpMethod.Put, "/debug/node/log-level/info")).MessageText,
            (await node.PutAsync("/debug/cluster/log-level/info", "timeout=2.5")).MessageText,
            (await node.GetAsync("/debug/node/log-level")).MessageText,
        ];

        Assert.Equal(
            [
                "log level: notice", "unknown log level: zz", "timeout must be greater than or equal to 0", "log level changed", "log level is already info",
                "log level: info",
            ],
            messages);
    }

    [Fact]
    public async Task Does_not_change_the_log_level_without_a_database()
    {
        await using AdminNode node = await AdminNode.StartAsync(new AdminOptions { Database = "off" });

        Reply reply = await node.SendAsync(HttpMethod.Put, "/debug/node/log-level/info");

        Assert.Equal((405, "cannot change log level when not using a database"), (reply.Status, reply.MessageText));
    }
}
