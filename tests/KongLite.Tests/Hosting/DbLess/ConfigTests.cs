using System.Text.Json.Nodes;

namespace KongLite.Tests.Hosting.DbLess;

/// <summary><c>/config</c> on a whole node.</summary>
public sealed class ConfigTests
{
    private const string Json =
        """{"_format_version":"3.0","services":[{"name":"example","host":"h.test","routes":[{"name":"mine","paths":["/mine"]}]}]}""";

    private const string Yaml = "_format_version: '3.0'\nservices:\n- name: example\n  host: h.test\n  routes:\n  - name: mine\n    paths: [/mine]\n";
    private const string YamlHash = "f89606bbb8770bf02730ff99deafd4b4";
    private const string NoHash = "00000000000000000000000000000000";

    public static TheoryData<string, string, string> Bodies => new()
    {
        { "application/json", Json, "" },
        { "application/json; charset=utf-8", $$"""{"config":{{JsonValue.Create(Yaml).ToJsonString()}},"flatten_errors":1}""", "" },
        { "application/json", $$"""{"config":{{JsonValue.Create(Json).ToJsonString()}}}""", "" },
        { "application/json", Json.Replace("{\"_", "{\"check_hash\":1,\"flatten_errors\":true,\"_", StringComparison.Ordinal), "" },
        { "application/x-www-form-urlencoded", $"config={Uri.EscapeDataString(Yaml)}", "" },
        { "application/x-www-form-urlencoded", $"check_hash=1&config={Uri.EscapeDataString(Json)}", "" },
        { "application/x-www-form-urlencoded", "check_hash=1", $"?config={Uri.EscapeDataString(Yaml)}" },
        { "multipart/form-data; boundary=b", $"--b\r\nContent-Disposition: form-data; name=\"config\"; filename=\"kong.yml\"\r\n\r\n{Yaml}\r\n--b--\r\n", "" },
        { "application/yaml", Yaml, "?check_hash=1&flatten_errors=1" },
        { "text/yaml", Yaml, "" },
        { "text/yaml; charset=utf-8", $"\uFEFF{Yaml}", "" },
        { "application/yaml", Json, "" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Takes_the_configuration_from_every_kind_of_body(string type, string body, string query)
    {
        await using DbLessNode node = await DbLessNode.StartAsync();

        DbLessReply reply = await node.PostAsync(body, type, query);

        Assert.True(reply.Status == 201, reply.Text);
        Assert.Equal(["routes", "services"], reply.Json.Select(each => each.Key).Order());
        Assert.Equal(503, (int)(await node.Gateway.Proxy.GetAsync("/mine")).StatusCode);
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("application/yaml", "")]
    [InlineData("application/x-www-form-urlencoded", "")]
    [InlineData("application/json", """{"config":{"_format_version":"3.0"}}""")]
    [InlineData("application/json", """{"config":5}""")]
    [InlineData("application/x-www-form-urlencoded", "config=a&config=b")]
    public async Task Expects_a_configuration(string? type, string body)
    {
        await using DbLessNode node = await DbLessNode.StartAsync();

        DbLessReply reply = await node.PostAsync(body, type);

        Assert.Equal((400, """{"message":"expected a declarative configuration"}"""), (reply.Status, reply.Text));
    }

    [Theory]
    [InlineData("text/plain", Yaml, 415)]
    [InlineData("application/x-yaml", Yaml, 415)]
    [InlineData("application/json", "{", 400)]
    [InlineData("application/json", "", 400)]
    public async Task Refuses_what_it_cannot_read(string type, string body, int status)
    {
        await using DbLessNode node = await DbLessNode.StartAsync();

        DbLessReply reply = await node.PostAsync(body, type);

        Assert.Equal(status, reply.Status);
        Assert.Equal(status == 400 ? """{"message":"Cannot parse JSON body"}""" : "text/html; charset=UTF-8", status == 400 ? reply.Text : reply.Type);
    }

    [Fact]
    public async Task Answers_with_what_was_loaded_each_entity_by_itself()
    {
        await using DbLessNode node = await DbLessNode.StartAsync();

        JsonObject loaded = (await node.LoadAsync(DbLessNode.Example)).Json;

        Assert.Equal(["consumers", "keyauth_credentials", "plugins", "routes", "services"], loaded.Select(each => each.Key).Order(StringComparer.Ordinal));
        (string serviceId, JsonNode? service) = Assert.Single(loaded["services"]!.AsObject());
        JsonNode route = Assert.Single(loaded["routes"]!.AsObject()).Value!;
        Assert.Equal(
            (serviceId, "127.0.0.1", "/anything", 60000),
            ((string?)service!["id"], (string?)service["host"], (string?)service["path"], (int)service["read_timeout"]!));
        Assert.Equal(serviceId, (string?)route["service"]!["id"]);
        Assert.True(JsonNode.DeepEquals(service, (await node.GetAsync("/services/example")).Json));
    }

    [Fact]
    public async Task Is_in_force_when_it_is_answered()
    {
        await using DbLessNode node = await DbLessNode.WithAsync(DbLessNode.Example);
        Assert.Equal(418, (int)(await node.Gateway.Proxy.GetAsync("/mine")).StatusCode);

        await node.LoadAsync(DbLessNode.Example.Replace("/mine", "/yours", StringComparison.Ordinal));

        Assert.Equal(404, (int)(await node.Gateway.Proxy.GetAsync("/mine")).StatusCode);
        Assert.Equal(418, (int)(await node.Gateway.Proxy.GetAsync("/yours")).StatusCode);
        Assert.Equal("/yours", (string?)(await node.GetAsync("/routes/mine")).Json["paths"]![0]);
    }

    [Fact]
    public async Task Changes_nothing_when_it_refuses()
    {
        await using DbLessNode node = await DbLessNode.WithAsync(DbLessNode.Example);
        string before = (await node.GetAsync("/config")).Text;
        string hash = await node.HashAsync();

        DbLessReply reply = await node.LoadAsync("_format_version: '3.0'\nservices:\n- {name: other, host: h}\n- {name: other, host: h}\n");

        Assert.Equal(400, reply.Status);
        Assert.Equal(before, (await node.GetAsync("/config")).Text);
        Assert.Equal(hash, await node.HashAsync());
        Assert.Equal(418, (int)(await node.Gateway.Proxy.GetAsync("/mine")).StatusCode);
    }

    [Fact]
    public async Task Tells_errors_as_a_tree()
    {
        await using DbLessNode node = await DbLessNode.StartAsync();

        DbLessReply reply = await node.LoadAsync("_format_version: '3.0'\nservices:\n- host: h\n  port: 99999\n");

        Assert.Equal(400, reply.Status);
        Assert.Equal(
            """{"code":14,"name":"invalid declarative configuration","message":"declarative config is invalid: {services={{port=\"value should be between 0 and 65535\"}}}","fields":{"services":[{"port":"value should be between 0 and 65535"}]}}""",
            reply.Text);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("1")]
    [InlineData("ON")]
    [InlineData("Yes")]
    public async Task Tells_errors_by_entity_when_it_is_asked_to(string value)
    {
        await using DbLessNode node = await DbLessNode.StartAsync();

        DbLessReply reply = await node.LoadAsync(
            "_format_version: '3.0'\nzzz: 1\nservices:\n- {name: bad, host: h, port: 99999, tags: [team-a]}\n", $"?flatten_errors={value}");

        Assert.Equal(400, reply.Status);
        Assert.Equal(
            """
            {"code":14,"name":"invalid declarative configuration","message":"declarative config is invalid: {zzz=\"unknown field\"}","fields":{"zzz":"unknown field"},
            "flattened_errors":[{"entity_type":"service","entity_name":"bad","entity_tags":["team-a"],"entity":{"name":"bad","host":"h","port":99999,"tags":["team-a"]},
            "errors":[{"type":"field","field":"port","message":"value should be between 0 and 65535"}]}]}
            """.ReplaceLineEndings(""),
            reply.Text);
    }

    [Theory]
    [InlineData("a: ]", "application/yaml", "declarative config is invalid: {error=\"failed parsing declarative configuration: 1:4: did not find expected node content\"}")]
    [InlineData("hello", "application/yaml", "declarative config is invalid: {error=\"failed parsing declarative configuration: expected an object\"}")]
    [InlineData("{}", "application/json", "declarative config is invalid: {_format_version=\"required field missing\"}")]
    [InlineData("[]", "application/json", "declarative config is invalid: {_format_version=\"required field missing\"}")]
    [InlineData("foo=bar", "application/x-www-form-urlencoded", "declarative config is invalid: {error=\"failed parsing declarative configuration: expected an object\"}")]
    public async Task Answers_400_to_texts_that_are_no_configuration(string body, string type, string message)
    {
        await using DbLessNode node = await DbLessNode.StartAsync();

        DbLessReply plain = await node.PostAsync(body, type);
        DbLessReply flattened = await node.PostAsync(body, type, "?flatten_errors=1");

        Assert.Equal((400, 14, message), (plain.Status, (int)plain.Json["code"]!, (string?)plain.Json["message"]));
        Assert.Equal((400, message), (flattened.Status, (string?)flattened.Json["message"]));
    }

    [Fact]
    public async Task Leaves_an_unchanged_text_alone_when_it_is_asked_to()
    {
        await using DbLessNode node = await DbLessNode.WithAsync(Yaml);

        DbLessReply unchanged = await node.LoadAsync(Yaml, "?check_hash=1");
        DbLessReply asForm = await node.PostAsync($"check_hash=1&config={Uri.EscapeDataString(Yaml)}", "application/x-www-form-urlencoded");
        DbLessReply unasked = await node.LoadAsync(Yaml);
        DbLessReply notOne = await node.LoadAsync(Yaml, "?check_hash=true");
        DbLessReply changed = await node.LoadAsync(Yaml + "#\n", "?check_hash=1");

        Assert.Equal((304, "", 0L), (unchanged.Status, unchanged.Text, unchanged.Length));
        Assert.Equal([304, 201, 201, 201], new[] { asForm.Status, unasked.Status, notOne.Status, changed.Status });
    }

    [Fact]
    public async Task Takes_an_object_for_a_new_one_always()
    {
        await using DbLessNode node = await DbLessNode.StartAsync();
        await node.PostAsync(Json, "application/json");

        DbLessReply reply = await node.PostAsync(Json, "application/json", "?check_hash=1");

        Assert.Equal(201, reply.Status);
    }

    [Fact]
    public async Task Shows_the_hash_of_the_text_as_status()
    {
        await using DbLessNode node = await DbLessNode.StartAsync();
        string before = await node.HashAsync();

        await node.LoadAsync(Yaml);

        Assert.Equal((NoHash, YamlHash, YamlHash), (before, await node.HashAsync(), (string?)(await node.StatusAsync("/status")).Json["configuration_hash"]));
        Assert.Null((await node.GetAsync("/status")).Json["database"]);
    }

    [Fact]
    public async Task Is_ready_while_there_is_something_to_serve()
    {
        await using DbLessNode node = await DbLessNode.StartAsync();
        DbLessReply empty = await node.StatusAsync("/status/ready");
        await node.LoadAsync(Yaml);
        DbLessReply loaded = await node.StatusAsync("/status/ready");
        DbLessReply nothing = await node.LoadAsync("_format_version: '3.0'\n");
        DbLessReply emptied = await node.StatusAsync("/status/ready");

        Assert.Equal((503, """{"message":"no configuration available (empty configuration present)"}"""), (empty.Status, empty.Text));
        Assert.Equal((200, """{"message":"ready"}"""), (loaded.Status, loaded.Text));
        Assert.Equal((201, "{}"), (nothing.Status, nothing.Text));
        Assert.Equal((503, NoHash), (emptied.Status, await node.HashAsync()));
    }

    [Fact]
    public async Task Shows_a_configuration_that_gives_the_same_entities_again()
    {
        await using DbLessNode node = await DbLessNode.StartAsync(("plugins", "bundled, basic-auth"));
        await node.LoadAsync(DbLessNode.Example + "\n  basicauth_credentials:\n  - {username: u, password: secret}\n");
        string shown = (string)(await node.GetAsync("/config")).Json["config"]!;

        DbLessReply again = await node.LoadAsync(shown);

        Assert.StartsWith("_format_version: '3.0'\n_transform: false\nconsumers:\n", shown, StringComparison.Ordinal);
        Assert.Contains("username: u\n", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", shown, StringComparison.Ordinal);
        Assert.Equal(201, again.Status);
        Assert.Equal(shown, (string?)(await node.GetAsync("/config")).Json["config"]);
    }

    [Fact]
    public async Task Answers_with_passwords_as_they_were_given_and_keeps_their_hashes()
    {
        await using DbLessNode node = await DbLessNode.StartAsync(("plugins", "bundled, basic-auth"));

        DbLessReply reply = await node.LoadAsync(
            "_format_version: '3.0'\nconsumers:\n- username: bob\n  basicauth_credentials:\n  - {username: u, password: given}\n");

        JsonNode answered = Assert.Single(reply.Json["basicauth_credentials"]!.AsObject()).Value!;
        JsonNode kept = (await node.GetAsync("/consumers/bob/basic-auth/u")).Json;
        Assert.Equal("given", (string?)answered["password"]);
        Assert.Matches("^[0-9a-f]{40}$", (string?)kept["password"]);
    }

    [Fact]
    public async Task Has_a_path_for_reading_and_one_for_writing()
    {
        await using DbLessNode node = await DbLessNode.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Options, "/config");

        using HttpResponseMessage options = await node.Gateway.Admin.SendAsync(request);
        DbLessReply endpoints = await node.GetAsync("/endpoints");

        Assert.Equal("GET, HEAD, OPTIONS, POST", string.Join(", ", options.Content.Headers.Allow));
        Assert.Contains("\"/config\"", endpoints.Text, StringComparison.Ordinal);
    }
}
