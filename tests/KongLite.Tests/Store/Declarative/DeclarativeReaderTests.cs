using System.Text.Json.Nodes;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;
using KongLite.Store.Declarative;

namespace KongLite.Tests.Store.Declarative;

public sealed class DeclarativeReaderTests
{
    private const string Head = "_format_version: '3.0'\n";
    private readonly ManualClock _clock = new();
    private readonly DeclarativeReader _reader;

    public DeclarativeReaderTests()
    {
        SchemaCatalog catalog = TestCatalog.Create();
        _reader = new DeclarativeReader(catalog, new SchemaProcessor(catalog, _clock));
    }

    [Fact]
    public void Reads_nested_entities_and_fills_in_defaults()
    {
        DeclarativeConfig config = Read("""
            services:
            - name: example
              url: http://httpbin.test/anything
              _comment: the one
              _ignore: [x]
              routes:
              - name: example-route
                paths: [/mock]
                plugins:
                - name: test-plugin
                  consumer: alice
              plugins:
              - name: test-plugin
                config: {text: on service}
            consumers:
            - username: alice
              test_credentials:
              - key: alice-key
              plugins:
              - name: other-plugin
            """);

        Service service = Only<Service>(config);
        Route route = Only<Route>(config);
        Consumer alice = Only<Consumer>(config);
        Assert.Equal(("httpbin.test", "/anything", 80, 5), (service.Host, service.Path, service.Port, service.Retries));
        Assert.Equal(service.Id, route.ServiceId);
        Assert.Equal(alice.Id, Only<TestCredential>(config).ConsumerId);
        Plugin[] plugins = [.. All<Plugin>(config)];
        Assert.Contains(plugins, plugin => plugin.RouteId == route.Id && plugin.ConsumerId == alice.Id && plugin.ServiceId is null);
        Assert.Contains(plugins, plugin => plugin.ServiceId == service.Id && plugin.Config.GetProperty("text").GetString() == "on service");
        Assert.Contains(plugins, plugin => plugin.ConsumerId == alice.Id && plugin.Name == "other-plugin");
        Assert.Equal(1_700_000_000, service.CreatedAt);
    }

    [Fact]
    public void A_parent_overwrites_what_the_document_says_of_it()
    {
        DeclarativeConfig config = Read("""
            services:
            - name: one
              host: h
              routes:
              - name: r
                paths: [/]
                service: two
            - name: two
              host: h
            """);

        Assert.Equal(All<Service>(config).Single(service => service.Name == "one").Id, Only<Route>(config).ServiceId);
    }

    [Theory]
    [InlineData("service: example")]
    [InlineData("service: 11111111-1111-4111-8111-111111111111")]
    [InlineData("service: {id: 11111111-1111-4111-8111-111111111111}")]
    [InlineData("service: {id: 11111111-1111-4111-8111-111111111111, name: other}")]
    public void Resolves_references_by_name_and_id_wherever_the_parent_stands(string reference)
    {
        DeclarativeConfig config = Read($$"""
            routes:
            - name: r
              paths: [/]
              {{reference}}
            services:
            - name: example
              id: 11111111-1111-4111-8111-111111111111
              host: h
            """);

        Assert.Equal(Guid.Parse("11111111-1111-4111-8111-111111111111"), Only<Route>(config).ServiceId);
    }

    [Fact]
    public void Keeps_given_times_and_takes_now_for_others()
    {
        DeclarativeConfig config = Read("services:\n- {host: h, created_at: 5, updated_at: 7}\n- {host: h, updated_at: ~}\n");

        Assert.Contains(All<Service>(config), service => (service.CreatedAt, service.UpdatedAt) == (5, 7));
        Assert.Contains(All<Service>(config), service => (service.CreatedAt, service.UpdatedAt) == (1_700_000_000, 1_700_000_000));
    }

    [Theory]
    [InlineData("ttl: 100", 100L)]
    [InlineData("ttl: 0", null)]
    [InlineData("ttl: ~", null)]
    [InlineData("tags: [a]", null)]
    public void Counts_lifetimes_from_now_or_from_a_given_moment(string ttl, long? seconds)
    {
        string text = $"{Head}consumers:\n- username: bob\n  test_credentials:\n  - key: k\n    {ttl}\n";
        DateTimeOffset earlier = _clock.GetUtcNow().AddHours(-1);

        TestCredential now = Only<TestCredential>(_reader.ReadYaml(text).Config!);
        TestCredential then = Only<TestCredential>(_reader.ReadYaml(text, earlier).Config!);

        Assert.Equal(seconds is null ? null : _clock.GetUtcNow().AddSeconds(seconds.Value), now.ExpiresAt);
        Assert.Equal(seconds is null ? null : earlier.AddSeconds(seconds.Value), then.ExpiresAt);
    }

    [Theory]
    [InlineData("services:\n")]
    [InlineData("services: []\n")]
    [InlineData("services: {}\n")]
    [InlineData("_comment: hello\n_ignore: [1, {a: b}]\n")]
    [InlineData("_comment: ~\n_ignore: ~\n_transform: ~\n")]
    [InlineData("parameters: [{key: cluster_id, value: x}]\nworkspaces: []\n")]
    public void Takes_documents_without_entities(string text) => Assert.Empty(Read(text).Entities);

    [Fact]
    public void Reads_json_and_objects_too()
    {
        const string Text = """{"_format_version":"3.0","services":[{"name":"a","host":"h"}]}""";

        Assert.Equal("a", Only<Service>(_reader.ReadJson(Text).Config!).Name);
        Assert.Equal("a", Only<Service>(_reader.ReadYaml(Text).Config!).Name);
        Assert.Equal("a", Only<Service>(_reader.Read((JsonObject)JsonNode.Parse(Text)!).Config!).Name);
    }

    [Fact]
    public void Keeps_vault_references_as_they_are()
    {
        DeclarativeConfig config = Read("plugins:\n- name: test-plugin\n  config: {text: '{vault://env/NAME}'}\n");

        Assert.Equal("{vault://env/NAME}", Only<Plugin>(config).Config.GetProperty("text").GetString());
    }

    [Theory]
    [InlineData("_format_version: 3.0", """{"_format_version":"expected a string"}""")]
    [InlineData("_format_version: '4.0'", """{"_format_version":"expected one of: 1.1, 2.1, 3.0"}""")]
    [InlineData("_format_version: ~", """{"_format_version":"required field missing"}""")]
    [InlineData("{}", """{"_format_version":"required field missing"}""")]
    [InlineData("[]", """{"_format_version":"required field missing"}""")]
    [InlineData("{_format_version: '3.0', _transform: 1}", """{"_transform":"expected a boolean"}""")]
    [InlineData("{_format_version: '3.0', _comment: 1}", """{"_comment":"expected a string"}""")]
    [InlineData("{_format_version: '3.0', _ignore: 1}", """{"_ignore":"expected an array"}""")]
    [InlineData("{_format_version: '3.0', _info: {}, tags: [a]}", """{"_info":"unknown field","tags":"unknown field"}""")]
    [InlineData("{_format_version: '3.0', services: {a: 1}}", """{"services":"expected an array"}""")]
    [InlineData("{_format_version: '3.0', services: x}", """{"services":"expected an array"}""")]
    [InlineData("{_format_version: '3.0', services: [x]}", """{"services":["expected a record"]}""")]
    [InlineData("{_format_version: '3.0', services: [{}]}", """{"services":[{"host":"required field missing"}]}""")]
    [InlineData("{_format_version: '3.0', services: [{host: h, port: '80'}]}", """{"services":[{"port":"expected an integer"}]}""")]
    [InlineData("{_format_version: '3.0', services: [{host: h, tags: [on]}]}", """{"services":[{"tags":["expected a string"]}]}""")]
    [InlineData("{_format_version: '3.0', services: [{host: h, ws_id: x}]}", """{"services":[{"ws_id":"unknown field"}]}""")]
    [InlineData("{_format_version: '3.0', services: [{host: h, routes: 5}]}", """{"services":[{"routes":"expected an array"}]}""")]
    [InlineData("{_format_version: '3.0', services: [{host: h, _comment: 5, _ignore: x}]}",
        """{"services":[{"_comment":"expected a string","_ignore":"expected an array"}]}""")]
    [InlineData("{_format_version: '3.0', services: [{host: h}, {host: h, port: 99999}]}",
        """{"services":[null,{"port":"value should be between 0 and 65535"}]}""")]
    [InlineData("{_format_version: '3.0', services: [{host: h, id: x}]}", """{"services":[{"id":"expected a valid UUID"}]}""")]
    [InlineData("{_format_version: '3.0', services: [{host: h, url: 5}]}", """{"services":[{"url":"expected a string"}]}""")]
    [InlineData("{_format_version: '3.0', routes: [{name: r, paths: [/], service: {name: x}}]}",
        """{"routes":[{"service":{"id":"missing primary key"}}]}""")]
    [InlineData("{_format_version: '3.0', test_credentials: [{key: k}]}", """{"test_credentials":[{"consumer":"required field missing"}]}""")]
    [InlineData("{_format_version: '3.0', plugins: [{name: nope}]}",
        """{"plugins":[{"name":"plugin 'nope' not enabled; add it to the 'plugins' configuration property"}]}""")]
    [InlineData("{_format_version: '3.0', consumers: [{username: u, test_credentials: [{ttl: -1}]}]}",
        """{"consumers":[{"test_credentials":[{"ttl":"must be an integer between 0 and 100000000"}]}]}""")]
    [InlineData("{_format_version: '3.0', services: [{host: h, plugins: [{name: test-plugin, consumer: nope}]}]}",
        """{"services":[{"plugins":[{"consumer":"value must be null"}]}]}""")]
    [InlineData("{_format_version: '3.0', services: [{host: h, plugins: [{name: test-plugin, consumer: {id: 11111111-1111-4111-8111-111111111111}}]}]}",
        """{"services":[{"plugins":[{"consumer":"value must be null"}]}]}""")]
    [InlineData("{_format_version: '3.0', consumers: [{username: u, plugins: [{name: route-plugin}]}]}",
        """{"consumers":[{"plugins":[{"consumer":"value must be null"}]}]}""")]
    public void Mirrors_the_document_in_its_errors(string text, string fields)
    {
        DeclarativeErrors errors = _reader.ReadYaml(text).Errors!;

        Assert.Equal(fields, errors.Fields.ToJsonString(SchemaJson.Options));
    }

    [Fact]
    public void Reports_all_schema_errors_at_once_in_Kongs_forms()
    {
        DeclarativeErrors errors = Fail("""
            zzz: 1
            services:
            - port: 99999
              host: h
              routes:
              - protocols: [http]
            - host: 5
            """);

        Assert.Equal(
            "declarative config is invalid: {services={{port=\"value should be between 0 and 65535\",routes={{[\"@entity\"]={\"must set one of "
            + "'methods', 'hosts', 'headers', 'paths' when 'protocols' is 'http'\"}}}},{host=\"expected a string\"}},zzz=\"unknown field\"}",
            errors.Message);
        Assert.Equal(
            """
            in 'zzz': unknown field
            in 'services':
              - in entry 1 of 'services':
                in 'port': value should be between 0 and 65535
                in 'routes':
                  - in entry 1 of 'routes':
                    in '@entity':
                      - in entry 1 of '@entity': must set one of 'methods', 'hosts', 'headers', 'paths' when 'protocols' is 'http'
              - in entry 2 of 'services':
                in 'host': expected a string
            """,
            errors.ToText());
        StoreError answer = errors.ToStoreError();
        Assert.Equal((ErrorCode.DeclarativeConfig, "invalid declarative configuration"), (answer.Code, answer.Name));
        Assert.Equal(errors.Message, answer.Message);
        Assert.Same(errors.Fields, answer.Fields);
    }

    [Fact]
    public void Names_positions_behind_a_hole()
    {
        DeclarativeErrors errors = Fail("services:\n- host: h\n- host: h\n  port: 99999\n");

        Assert.Equal("declarative config is invalid: {services={[2]={port=\"value should be between 0 and 65535\"}}}", errors.Message);
    }

    [Theory]
    [InlineData("routes: [{name: r, paths: [/], service: nope}]",
        """{"routes":{"r":["invalid reference 'service: nope' (no such entry in 'services')"]}}""")]
    [InlineData("routes: [{id: 11111111-1111-4111-8111-111111111111, paths: [/], service: nope}]",
        """{"routes":{"11111111-1111-4111-8111-111111111111":["invalid reference 'service: nope' (no such entry in 'services')"]}}""")]
    [InlineData("routes: [{name: r, paths: [/], service: {id: 22222222-2222-4222-8222-222222222222}}]",
        """{"routes":{"r":["invalid reference 'service: {\"id\":\"22222222-2222-4222-8222-222222222222\"}' (no such entry in 'services')"]}}""")]
    [InlineData("plugins: [{instance_name: p, name: test-plugin, service: a, consumer: b}]",
        """{"plugins":{"p":["invalid reference 'service: a' (no such entry in 'services')","invalid reference 'consumer: b' (no such entry in 'consumers')"]}}""")]
    [InlineData("services: [{name: s1, host: h}, {name: s1, host: h}]",
        """{"services":[null,"uniqueness violation: 'services' entity with name set to 's1' already declared"]}""")]
    [InlineData("services: [{id: 11111111-1111-4111-8111-111111111111, host: h}, {id: 11111111-1111-4111-8111-111111111111, host: h}]",
        """{"services":[null,"uniqueness violation: 'services' entity with primary key set to '11111111-1111-4111-8111-111111111111' already declared"]}""")]
    [InlineData("consumers: [{username: a, custom_id: x}, {username: b, custom_id: x}]",
        """{"consumers":{"b":"uniqueness violation: 'consumers' entity with custom_id set to 'x' already declared"}}""")]
    [InlineData("plugins: [{name: test-plugin}, {name: test-plugin}]",
        """{"plugins":[null,"uniqueness violation: 'plugins' entity with primary key set to 'PLUGIN' already declared"]}""")]
    [InlineData("services: [{name: s, host: h, routes: [{name: r, paths: [/]}, {name: r, paths: [/]}]}]",
        """{"services":[{"routes":[null,"uniqueness violation: 'routes' entity with name set to 'r' already declared"]}]}""")]
    [InlineData("consumers: [{username: a, test_credentials: [{key: k}]}, {username: b, test_credentials: [{key: k}]}]",
        """{"consumers":[null,{"test_credentials":["uniqueness violation: 'test_credentials' entity with key set to 'k' already declared"]}]}""")]
    [InlineData("{services: [{name: a, host: h}, {name: a, host: h}], routes: [{name: r, paths: [/]}, {name: r, paths: [/], service: nope}]}",
        """{"services":[null,"uniqueness violation: 'services' entity with name set to 'a' already declared"],"routes":{"2":"uniqueness violation: 'routes' entity with name set to 'r' already declared","r":["invalid reference 'service: nope' (no such entry in 'services')"]}}""")]
    public void Finds_dangling_references_and_duplicates_when_the_schema_is_fine(string text, string fields)
    {
        var document = YamlText.Read(text)!.AsObject();
        document["_format_version"] = "3.0";

        DeclarativeErrors errors = _reader.Read(document).Errors!;

        string plugin = StableIds.V5(StableIds.V5(new Guid("fd02801f-0957-4a15-a55a-c8d9606f30b5"), "plugins"), "plugins:*:test-plugin:::").ToString();
        Assert.Equal(fields.Replace("PLUGIN", plugin, StringComparison.Ordinal), errors.Fields.ToJsonString(SchemaJson.Options));
    }

    [Fact]
    public void Looks_for_dangling_references_only_when_the_schema_is_fine()
    {
        DeclarativeErrors errors = Fail("services:\n- port: 1\nroutes:\n- {name: r, paths: [/], service: nope}\n");

        Assert.Equal("""{"services":[{"host":"required field missing"}]}""", errors.Fields.ToJsonString());
    }

    [Fact]
    public void Refuses_two_plugins_of_one_scope_with_ids_of_their_own()
    {
        DeclarativeErrors errors = Fail("""
            plugins:
            - {name: test-plugin, id: 11111111-1111-4111-8111-111111111111}
            - {name: test-plugin, id: 22222222-2222-4222-8222-222222222222}
            """);

        Assert.Contains("'plugins' entity with name, route, service, consumer set to", errors.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "expected an object")]
    [InlineData("hello", "expected an object")]
    [InlineData("5", "expected an object")]
    [InlineData("- a", "expected an object")]
    [InlineData("a: [", "2:1: did not find expected node content")]
    [InlineData("a: ]", "1:4: did not find expected node content")]
    [InlineData("a: *b", "1:4: invalid reference: b")]
    public void Tells_syntax_errors_with_line_and_column(string text, string reason)
    {
        DeclarativeErrors errors = _reader.ReadYaml(text).Errors!;

        Assert.Equal(
            new JsonObject { ["error"] = $"failed parsing declarative configuration: {reason}" }.ToJsonString(), errors.Fields.ToJsonString());
        Assert.Equal($"failed parsing declarative configuration: {reason}", errors.ToText());
        Assert.Equal($"declarative config is invalid: {{error=\"failed parsing declarative configuration: {reason}\"}}", errors.Message);
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.1")]
    public void Brings_paths_of_older_formats_into_todays_form(string version)
    {
        var result = _reader.ReadYaml($$"""
            _format_version: "{{version}}"
            services:
            - name: s
              host: h
              routes:
              - name: nested
                paths: ["/a%2Db", "/x//y/../z", "/r(egex)?$"]
            routes:
            - name: root
              paths: ["/%7Euser/[a-z]%2E%2F%C3%A9+"]
            """);

        Assert.Null(result.Errors?.Message);
        Assert.Equal(["/a-b", "/x/z", "~/r(egex)?$"], All<Route>(result.Config!).Single(route => route.Name == "nested").Paths!);
        Assert.Equal([@"~/~user/[a-z]\.%2Fé+"], All<Route>(result.Config!).Single(route => route.Name == "root").Paths!);
    }

    [Fact]
    public void Leaves_paths_of_the_current_format_alone()
    {
        DeclarativeErrors errors = Fail("routes:\n- name: r\n  paths: ['/r(egex)?$', '/x//y']\n");

        Assert.Equal("""{"routes":[{"paths":[null,"must not have empty segments"]}]}""", errors.Fields.ToJsonString());
    }

    private DeclarativeConfig Read(string text)
    {
        DeclarativeResult result = _reader.ReadYaml(Head + text);
        Assert.Null(result.Errors?.ToText());
        return result.Config!;
    }

    private DeclarativeErrors Fail(string text)
    {
        DeclarativeResult result = _reader.ReadYaml(Head + text);
        Assert.Null(result.Config);
        return result.Errors!;
    }

    private static IEnumerable<T> All<T>(DeclarativeConfig config) => config.Entities.Select(each => each.Entity).OfType<T>();

    private static T Only<T>(DeclarativeConfig config) => Assert.Single(All<T>(config));
}
