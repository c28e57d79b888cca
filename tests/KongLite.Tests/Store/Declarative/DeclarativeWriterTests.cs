using System.Text.Json;
using System.Text.Json.Nodes;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Store.Declarative;
using static KongLite.Tests.Store.TestCatalog;

namespace KongLite.Tests.Store.Declarative;

public sealed class DeclarativeWriterTests
{
    // Texts that YAML takes for something else, folds, ends early or cannot hold as they are.
    private static readonly string[] Texts =
    [
        "plain", "yes", "No", "~", "null", "80", "0x50", "1_000", "1e3", ".inf", "12:30", "a: b", "a #b", "- a", "? a", "[a]", "{vault://env/X}", "'q'", "\"q\"",
        "it's", "back\\slash", "line\nbreak", "tab\there", " leading", "trailing ", "bell\a", "nul\0", "ä", "日本語", "😀", "\u0085", "\u2028", "\uFEFF", "%a",
        "@a", "`a", "&a", "*a", "!a", "|", ">", "---", "...", "=", "<<", "a,b", "/path", "é\r\n", "\u00A0", "#", ":", "a:", "-", "x\u007F", "--- a", "0b11", "_1",
        "{vault:\n", "012", "+5", "1.5.2", "a\\u0041", "\uD83D\uDE00\n",
    ];

    private readonly ManualClock _clock = new();

    [Fact]
    public void Writes_every_field_null_as_a_tilde_references_as_ids_and_parents_first()
    {
        var service = new Service
        {
            Id = Guid.Parse("11111111-1111-4111-8111-111111111111"),
            CreatedAt = 1,
            UpdatedAt = 2,
            Name = "s",
            Host = "h.test",
            Tags = ["a", "on"],
        };
        var route = new Route
        {
            Id = Guid.Parse("22222222-2222-4222-8222-222222222222"),
            CreatedAt = 1,
            UpdatedAt = 2,
            ServiceId = service.Id,
            Paths = ["/a b"],
            Headers = new Dictionary<string, IReadOnlyList<string>> { ["x-a"] = ["1", "b"] },
            Sources = [new RouteAddress { Ip = "1.2.3.4" }, new RouteAddress { Port = 5 }],
            Hosts = [],
        };
        Consumer consumer = new() { Id = Guid.Parse("33333333-3333-4333-8333-333333333333"), CreatedAt = 1, UpdatedAt = 2, Username = "bob" };
        TestCredential credential = new()
        {
            Id = Guid.Parse("44444444-4444-4444-8444-444444444444"),
            CreatedAt = 1,
            ConsumerId = consumer.Id,
            Key = "k",
            ExpiresAt = _clock.GetUtcNow().AddSeconds(99.5),
        };

        string text = Write(route, credential, service, consumer);

        Assert.Equal(
            """
            _format_version: '3.0'
            _transform: false
            consumers:
            - id: 33333333-3333-4333-8333-333333333333
              created_at: 1
              updated_at: 2
              username: bob
              custom_id: ~
              tags: ~
            services:
            - id: 11111111-1111-4111-8111-111111111111
              created_at: 1
              updated_at: 2
              name: s
              retries: 5
              protocol: http
              host: h.test
              port: 80
              path: ~
              connect_timeout: 60000
              write_timeout: 60000
              read_timeout: 60000
              tags:
              - a
              - 'on'
              client_certificate: ~
              tls_verify: ~
              tls_verify_depth: ~
              ca_certificates: ~
              enabled: true
            routes:
            - id: 22222222-2222-4222-8222-222222222222
              created_at: 1
              updated_at: 2
              name: ~
              protocols:
              - http
              - https
              https_redirect_status_code: 426
              strip_path: true
              preserve_host: false
              request_buffering: true
              response_buffering: true
              tags: ~
              service: 11111111-1111-4111-8111-111111111111
              snis: ~
              sources:
              - ip: 1.2.3.4
                port: ~
              - ip: ~
                port: 5
              destinations: ~
              methods: ~
              hosts: []
              paths:
              - '/a b'
              headers:
                x-a:
                - '1'
                - b
              regex_priority: 0
              path_handling: v0
            test_credentials:
            - id: 44444444-4444-4444-8444-444444444444
              created_at: 1
              consumer: 33333333-3333-4333-8333-333333333333
              key: k
              tags: ~
              ttl: 100

            """,
            text);
    }

    [Fact]
    public void Orders_entities_by_name_where_references_leave_a_choice()
    {
        IEnumerable<string> names = DeclarativeWriter.ParentsFirst(Create().Entities).Select(schema => schema.Name);

        Assert.Equal(["consumers", "services", "routes", "plugins", "test_credentials", "test_groups"], names);
    }

    [Fact]
    public void Every_text_comes_back_as_it_was()
    {
        Consumer[] consumers = [.. Texts.Select((text, i) => new Consumer { Id = Guid.NewGuid(), CreatedAt = 1, UpdatedAt = 1, Username = text })];

        Assert.Equal(Shown(consumers), Shown(ReadBack(Write(consumers))));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(29)]
    [InlineData(35)]
    [InlineData(900)]
    public void Deep_values_come_back_without_taking_quadratic_space(int depth)
    {
        JsonNode deep = "end";
        for (int i = 0; i < depth; i++)
        {
            deep = i % 2 == 0 ? new JsonObject { ["key"] = deep, ["nil"] = null } : new JsonArray(deep, 1.5);
        }

        Plugin plugin = NewPlugin(new JsonObject { ["anything"] = deep });

        string text = Write(plugin);

        Assert.Equal(Shown(plugin), Shown(ReadBack(text)));
        Assert.True(text.Length < 200 * (depth + 10));
    }

    [Fact]
    public void Long_keys_and_odd_ones_come_back()
    {
        var pairs = new JsonObject { [new string('k', 3000)] = "v", ["on"] = "v", ["a: b"] = "v", ["new\nline"] = "v", ["'"] = "v" };
        var anything = new JsonArray(new JsonArray(pairs.DeepClone()), new JsonObject());
        Plugin plugin = NewPlugin(new JsonObject { ["pairs"] = pairs, ["anything"] = anything });

        Assert.Equal(Shown(plugin), Shown(ReadBack(Write(plugin))));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Any_configuration_comes_back_as_it_was(int seed)
    {
        var random = new RandomEntities(seed, Texts, _clock.GetUtcNow());
        IEntity[] entities = random.Many(400);

        string text = Write(entities);
        IEntity[] read = ReadBack(text);

        Assert.Equal(Shown(entities), Shown(read));
        Assert.Equal(text, Write(read));
    }

    private static Plugin NewPlugin(JsonObject config)
    {
        SchemaCatalog catalog = Create();
        SchemaResult made = new SchemaProcessor(catalog, new ManualClock()).Insert(PluginRows, new JsonObject { ["name"] = "test-plugin", ["config"] = config });
        Assert.Null(made.Errors?.Message);
        return (Plugin)made.Entity!;
    }

    private string Write(params IEntity[] entities) =>
        DeclarativeWriter.Write(entities.Select(each => new DeclaredEntity(EntitySchema.Of(each.GetType()), each)), _clock.GetUtcNow());

    private IEntity[] ReadBack(string text)
    {
        SchemaCatalog catalog = Create();
        DeclarativeResult result = new DeclarativeReader(catalog, new SchemaProcessor(catalog, _clock)).ReadYaml(text, _clock.GetUtcNow());
        Assert.Null(result.Errors?.ToText());
        return [.. result.Config!.Entities.Select(each => each.Entity)];
    }

    private string[] Shown(params IEntity[] entities) =>
    [
        .. entities
            .OrderBy(entity => entity.Id)
            .Select(entity => JsonSerializer.Serialize(EntitySchema.Of(entity.GetType()).ToJson(entity, _clock.GetUtcNow()), SchemaJson.Options)),
    ];
}
