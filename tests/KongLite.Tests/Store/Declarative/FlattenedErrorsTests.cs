using System.Text.Json.Nodes;
using KongLite.Sdk.Schema;
using KongLite.Store.Declarative;

namespace KongLite.Tests.Store.Declarative;

public sealed class FlattenedErrorsTests
{
    private const string Id = "11111111-1111-4111-8111-111111111111";
    private const string Port = """{"type":"field","field":"port","message":"value should be between 0 and 65535"}""";

    public static TheoryData<string, string, string> Documents => new()
    {
        {
            "nested entities stand by themselves, errors of entities have no field",
            "services: [{name: s, host: h, port: 99999, routes: [{name: r, protocols: [http]}, {name: fine, paths: [/]}]}]",
            $$$"""
            [{"entity_type":"service","entity_name":"s","entity":{"name":"s","host":"h","port":99999},"errors":[{{{Port}}}]},
            {"entity_type":"route","entity_name":"r","entity":{"name":"r","protocols":["http"]},
            "errors":[{"type":"entity","message":"must set one of 'methods', 'hosts', 'headers', 'paths' when 'protocols' is 'http'"}]}]
            """
        },
        {
            "a child shows the parent's id, if the document gives one",
            $"consumers: [{{id: {Id}, username: u, test_credentials: [{{ttl: -1}}]}}, {{username: v, test_credentials: [{{ttl: -1, tags: [a, 5]}}]}}]",
            $$$"""
            [{"entity_type":"test_credential","entity":{"ttl":-1,"consumer":{"id":"{{{Id}}}"}},
            "errors":[{"type":"field","field":"ttl","message":"must be an integer between 0 and 100000000"}]},
            {"entity_type":"test_credential","entity":{"ttl":-1,"tags":["a",5]},
            "errors":[{"type":"field","field":"tags.2","message":"expected a string"},
            {"type":"field","field":"ttl","message":"must be an integer between 0 and 100000000"}]}]
            """
        },
        {
            "fields of records and lists have paths",
            $"plugins: [{{name: test-plugin, id: {Id}, config: {{nested: {{port: x}}, hosts: [{{port: 1}}, {{port: x}}], nope: 1}}}}]",
            $$$"""
            [{"entity_type":"plugin","entity_name":"test-plugin","entity_id":"{{{Id}}}",
            "entity":{"name":"test-plugin","id":"{{{Id}}}","config":{"nested":{"port":"x"},"hosts":[{"port":1},{"port":"x"}],"nope":1}},
            "errors":[{"type":"field","field":"config.hosts.2.port","message":"expected an integer"},
            {"type":"field","field":"config.nested.port","message":"expected an integer"},
            {"type":"field","field":"config.nope","message":"unknown field"}]}]
            """
        },
        {
            "what is no name, id or tag is left out",
            "services: [{name: 5, id: x, host: h, tags: [1]}]",
            """
            [{"entity_type":"service","entity":{"name":5,"id":"x","host":"h","tags":[1]},
            "errors":[{"type":"field","field":"id","message":"expected a valid UUID"},{"type":"field","field":"name","message":"expected a string"},
            {"type":"field","field":"tags.1","message":"expected a string"}]}]
            """
        },
        {
            "a reference that is an object is an item of its own",
            "routes: [{name: r, paths: [/], service: {name: x}}]",
            """
            [{"entity_type":"service","entity_name":"x","entity":{"name":"x"},"errors":[{"type":"field","field":"id","message":"missing primary key"}]}]
            """
        },
        {
            "what is no entity is an error of the one around it",
            "services: [{name: s, host: h, routes: [{name: fine, paths: [/]}, 7]}, {name: t, host: h, routes: 5}]",
            """
            [{"entity_type":"service","entity_name":"s","entity":{"name":"s","host":"h"},"errors":[{"type":"field","field":"routes.2","message":"expected a record"}]},
            {"entity_type":"service","entity_name":"t","entity":{"name":"t","host":"h"},"errors":[{"type":"field","field":"routes","message":"expected an array"}]}]
            """
        },
        {
            "duplicates are errors of the later entity, which has its derived id",
            "services: [{name: s1, host: h}, {name: s1, host: h}]",
            """
            [{"entity_type":"service","entity_name":"s1","entity_id":"356ebaf8-b7af-5cba-99a1-f392e34730ab",
            "entity":{"name":"s1","host":"h","id":"356ebaf8-b7af-5cba-99a1-f392e34730ab"},
            "errors":[{"type":"entity","message":"uniqueness violation: 'services' entity with name set to 's1' already declared"}]}]
            """
        },
        {
            "duplicates of other fields are too",
            "consumers: [{username: a, custom_id: x}, {username: bob, custom_id: x}]",
            """
            [{"entity_type":"consumer","entity_id":"def4f7d3-9863-5ad2-8fa9-c949bf26f55e",
            "entity":{"username":"bob","custom_id":"x","id":"def4f7d3-9863-5ad2-8fa9-c949bf26f55e"},
            "errors":[{"type":"entity","message":"uniqueness violation: 'consumers' entity with custom_id set to 'x' already declared"}]}]
            """
        },
        {
            "references that point nowhere are errors of their fields",
            $"routes: [{{id: {Id}, paths: [/], service: nope}}]",
            $$$"""
            [{"entity_type":"route","entity_id":"{{{Id}}}","entity":{"id":"{{{Id}}}","paths":["/"],"service":"nope"},
            "errors":[{"type":"field","field":"service","message":"invalid reference 'service: nope' (no such entry in 'services')"}]}]
            """
        },
    };

    [Theory]
    [MemberData(nameof(Documents))]
    public void Gives_each_entity_its_errors(string rule, string document, string expected)
    {
        DeclarativeErrors errors = Fail(document);

        JsonArray flattened = errors.Flatten()!;

        Assert.Equal(Sorted((JsonArray)JsonNode.Parse(expected)!), Sorted(flattened));
        Assert.True((errors.ToFlattenedError().Fields!.Count, errors.ToFlattenedError().Message) == (0, "declarative config is invalid: {}"), rule);
    }

    [Fact]
    public void Leaves_the_rest_where_it_was()
    {
        DeclarativeErrors errors = Fail("{zzz: 1, services: [{host: h, port: 99999}, 5], routes: x}");

        Assert.Single(errors.Flatten()!);
        Assert.Equal(
            """{"zzz":"unknown field","routes":"expected an array","services":[null,"expected a record"]}""",
            errors.ToFlattenedError().Fields!.ToJsonString());
    }

    [Fact]
    public void Has_nothing_to_say_of_a_text_that_cannot_be_read()
    {
        SchemaCatalog catalog = TestCatalog.Create();

        DeclarativeErrors errors = new DeclarativeReader(catalog, new SchemaProcessor(catalog, TimeProvider.System)).ReadText("a: [").Errors!;

        Assert.Null(errors.Flatten());
        Assert.Equal(errors.Message, errors.ToFlattenedError().Message);
    }

    private static DeclarativeErrors Fail(string document)
    {
        SchemaCatalog catalog = TestCatalog.Create();
        JsonObject root = YamlText.Read(document)!.AsObject();
        root["_format_version"] = "3.0";
        return new DeclarativeReader(catalog, new SchemaProcessor(catalog, TimeProvider.System)).Read(root).Errors!;
    }

    // The order of errors within an entity is nobody's promise.
    private static string Sorted(JsonArray items)
    {
        foreach (JsonNode? item in items)
        {
            item!["errors"] = new JsonArray([.. item["errors"]!.AsArray().OrderBy(error => error!.ToJsonString(), StringComparer.Ordinal).Select(error => error!.DeepClone())]);
        }

        return items.ToJsonString(SchemaJson.Options);
    }
}
