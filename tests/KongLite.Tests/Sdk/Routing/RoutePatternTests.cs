using System.Text.Json.Nodes;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Typedefs;

namespace KongLite.Tests.Sdk.Routing;

public sealed class RoutePatternTests
{
    private static readonly EntitySchema Schema = EntitySchema.Of<Route>();
    private readonly SchemaProcessor _processor = new(new SchemaCatalog([Schema, EntitySchema.Of<Service>()], []), TimeProvider.System);

    [Theory]
    [InlineData("~/(", "invalid regex: '/(' (PCRE returned: pcre2_compile() failed: missing closing parenthesis in \"/(\")")]
    [InlineData("~/[", "invalid regex: '/[' (PCRE returned: pcre2_compile() failed: missing terminating ] for character class in \"/[\")")]
    [InlineData("~/**", "invalid regex: '/**' (PCRE returned: pcre2_compile() failed: quantifier does not follow a repeatable item in \"/**\" at \"*\")")]
    [InlineData("~/a++", null)]
    [InlineData("~/a%zz", null)]
    [InlineData("~/a(?=b)", null)]
    [InlineData("/%7e", "non-normalized path, consider use '/~' instead")]
    [InlineData("/%c3%a9", "non-normalized path, consider use '/é' instead")]
    [InlineData("/%C3", "non-normalized path, consider use '/�' instead")]
    [InlineData("/a b?{c}|\\[d]", null)]
    public void Checks_a_path_by_itself(string path, string? message) => Assert.Equal(message, RoutePath.Check(path));

    [Theory]
    [InlineData("""{"paths":["~/a(?=b)"]}""")]
    [InlineData("""{"paths":["/x","~/(a)\\1"]}""")]
    [InlineData("""{"headers":{"x":["~*a(?!b)"]}}""")]
    [InlineData("""{"headers":{"x":["~*("]}}""")]
    public void Blames_the_route_for_patterns_that_the_router_cannot_run(string input)
    {
        SchemaErrors errors = _processor.Insert(Schema, (JsonObject)JsonNode.Parse(input)!).Errors!;

        Assert.StartsWith("schema violation (Router Expression failed validation: ", errors.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tells_a_broken_pattern_once()
    {
        SchemaErrors errors = _processor.Insert(Schema, (JsonObject)JsonNode.Parse("""{"paths":["~/("]}""")!).Errors!;

        Assert.Equal(
            "schema violation (paths.1: invalid regex: '/(' (PCRE returned: pcre2_compile() failed: missing closing parenthesis in \"/(\"))",
            errors.Message);
    }
}
