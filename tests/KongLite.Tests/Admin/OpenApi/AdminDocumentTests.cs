using System.Text.Json.Nodes;
using KongLite.Admin.OpenApi;
using KongLite.Admin.Routing;
using KongLite.Sdk.Schema;
using KongLite.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace KongLite.Tests.Admin.OpenApi;

public sealed class AdminDocumentTests(AdminDescription description) : IClassFixture<AdminDescription>
{
    private static readonly string FilePath = Repository.PathOf("openapi", "admin-api.json");

    [Fact]
    public void Equals_the_checked_in_file()
    {
        if (Environment.GetEnvironmentVariable("KONGLITE_WRITE_OPENAPI") == "1")
        {
            File.WriteAllText(FilePath, description.Text);
        }

        Assert.True(File.ReadAllText(FilePath) == description.Text, "openapi/admin-api.json is old; openapi/README.md says how to write it anew");
    }

    [Fact]
    public void Follows_the_rules_of_OpenAPI()
    {
        IEnumerable<OpenApiError> errors = description.Document.Validate(ValidationRuleSet.GetDefaultRuleSet());

        Assert.Empty(errors.Select(error => $"{error.Pointer}: {error.Message}"));
    }

    [Fact]
    public void Can_be_read_again_without_a_complaint()
    {
        ReadResult read = OpenApiDocument.Parse(description.Text, "json");

        Assert.Empty(read.Diagnostic!.Errors.Select(error => $"{error.Pointer}: {error.Message}"));
        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, read.Diagnostic.SpecificationVersion);
    }

    [Fact]
    public void Describes_every_path_and_method_of_the_Admin_API()
    {
        IEnumerable<string> served = description.Gateway.Services.GetRequiredService<EndpointTable>().Endpoints
            .SelectMany(endpoint => endpoint.Methods.Select(method => $"{method} {endpoint.Pattern}"));

        IEnumerable<string> described = Operations().Where(each => each.Operation.Summary is { Length: > 0 } && each.Operation.Responses is { Count: > 0 })
            .Select(each => $"{each.Method} {each.Path}");

        Assert.Equal(served.Order(), described.Order());
    }

    [Fact]
    public void Gives_every_operation_an_id_of_its_own_and_a_known_tag()
    {
        List<OpenApiOperation> operations = [.. Operations().Select(each => each.Operation)];

        Assert.Equal(operations.Count, operations.Select(operation => operation.OperationId).Distinct().Count());
        Assert.All(operations, operation => Assert.Contains(Assert.Single(operation.Tags!).Name, description.Document.Tags!.Select(tag => tag.Name)));
    }

    [Fact]
    public void Describes_every_property_of_every_schema()
    {
        IEnumerable<string> silent = Properties((JsonObject)description.Json["components"]!["schemas"]!, string.Empty)
            .Where(each => each.Schema["description"].AsText() is null or "")
            .Select(each => each.Path);

        Assert.Empty(silent);
    }

    [Fact]
    public void Refers_to_nothing_that_is_not_there()
    {
        IEnumerable<string> lost = References(description.Json).Distinct()
            .Where(reference => reference[2..].Split('/').Aggregate<string, JsonNode?>(description.Json, (node, step) => node?[step]) is null);

        Assert.Empty(lost);
    }

    [Fact]
    public void Gives_every_entity_an_example_of_a_request_and_of_its_answer()
    {
        SchemaCatalog catalog = description.Gateway.Services.GetRequiredService<SchemaCatalog>();
        var examples = new EntityExamples(catalog);

        Assert.All(catalog.Known.Entities.Where(entity => entity.HasAdminApi), entity =>
        {
            Assert.NotNull(EntityExamples.Request(entity));
            Assert.NotNull(examples.Answer(entity));
            Assert.NotNull(examples.ChangedAnswer(entity));
            Assert.NotEmpty(EntityExamples.Change(entity));
        });
    }

    [Fact]
    public void Shows_in_examples_the_fields_that_the_schemas_have()
    {
        SchemaCatalog catalog = description.Gateway.Services.GetRequiredService<SchemaCatalog>();
        JsonNode components = description.Json["components"]!;

        Assert.All(catalog.Entities.Where(entity => entity.HasAdminApi).Select(Phrases.ComponentOf), name =>
        {
            JsonObject answer = components["responses"]![name]!["content"]!["application/json"]!["examples"]!["as-created"]!["value"]!.AsObject();
            JsonObject request = components["requestBodies"]![name]!["content"]!["application/json"]!["example"]!.AsObject();
            Assert.Equal(Names(components["schemas"]![name]!["required"]).Order(), answer.Select(field => field.Key).Order());
            Assert.All(request, field => Assert.NotNull(components["schemas"]![$"{name}Fields"]!["properties"]![field.Key]));
        });
    }

    [Fact]
    public void Gives_every_refusal_an_example()
    {
        IEnumerable<KeyValuePair<string, IOpenApiResponse>> refusals = description.Document.Components!.Responses!
            .Where(each => each.Value.Content!.Values.Single().Schema is not OpenApiSchemaReference { Reference.Id: not ("Error" or "Message") });

        Assert.All(refusals, each => Assert.NotEmpty(each.Value.Content!.Values.Single().Examples!));
    }

    [Theory]
    [InlineData("retries", """{"maximum":32767,"minimum":0,"type":["null","integer"],"description":"How many more times a request is tried after it failed.","default":5}""")]
    [InlineData("host", """{"minLength":1,"type":"string","description":"Host of the upstream: a name, an IP address or the name of an upstream entity. No port."}""")]
    [InlineData("id", """{"type":"string","description":"Primary key. A UUID; made up when missing.","format":"uuid"}""")]
    public void Says_what_the_schema_says(string field, string schema)
    {
        JsonNode described = description.Json["components"]!["schemas"]!["ServiceFields"]!["properties"]![field]!;

        Assert.Equal(Sorted(schema), Sorted(described.ToJsonString()));
    }

    [Fact]
    public void Asks_of_inputs_only_what_they_need()
    {
        JsonNode schemas = description.Json["components"]!["schemas"]!;

        Assert.Equal("""{"anyOf":[{"required":["host"]},{"required":["url"]}]}""", schemas["ServiceInput"]!["allOf"]![1]!.ToJsonString());
        Assert.Equal(["name"], Names(schemas["PluginInput"]!["required"]));
        Assert.Null(schemas["ServiceFields"]!["required"]);
        Assert.Equal(
            description.Gateway.Services.GetRequiredService<SchemaCatalog>().Find("services")!.Record.Fields.Select(field => field.Name),
            Names(schemas["Service"]!["required"]));
    }

    [Fact]
    public void Knows_the_configuration_of_every_known_plugin()
    {
        IEnumerable<string> known = description.Gateway.Services.GetRequiredService<SchemaCatalog>().Known.Plugins.Keys;

        IEnumerable<string> described = description.Document.Components!.Schemas!.Keys.Where(name => name.StartsWith("PluginConfig.", StringComparison.Ordinal));

        Assert.Equal(known.Select(name => $"PluginConfig.{name}").Order(), described.Order());
    }

    private static string Sorted(string json) => string.Join(",", ((JsonObject)JsonNode.Parse(json)!).OrderBy(each => each.Key, StringComparer.Ordinal));

    private static IEnumerable<string> Names(JsonNode? names) => names!.AsArray().Select(name => name!.GetValue<string>());

    private IEnumerable<(string Path, HttpMethod Method, OpenApiOperation Operation)> Operations() =>
        description.Document.Paths.SelectMany(path => path.Value.Operations!.Select(each => (path.Key, each.Key, each.Value)));

    private static IEnumerable<(string Path, JsonObject Schema)> Properties(JsonNode? node, string path) => node switch
    {
        JsonObject schema => schema
            .SelectMany(each => Properties(each.Value, $"{path}/{each.Key}"))
            .Concat(schema["properties"] is JsonObject properties && !path.EndsWith("/properties", StringComparison.Ordinal)
                ? properties.Select(each => ($"{path}/{each.Key}", (JsonObject)each.Value!)) : []),
        JsonArray list => list.SelectMany(each => Properties(each, path)),
        _ => [],
    };

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(each => each.Key == "$ref" ? [each.Value!.GetValue<string>()] : References(each.Value)),
        JsonArray list => list.SelectMany(References),
        _ => [],
    };
}
