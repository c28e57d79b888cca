using System.Text.Json.Nodes;
using KongLite.Plugins;
using KongLite.Sdk.Plugins;
using KongLite.Sdk.Schema;

namespace KongLite.Tests.Plugins;

public sealed class PluginSchemaTests
{
    [Theory]
    [InlineData("aws-lambda")]
    [InlineData("key-auth")]
    [InlineData("request-termination")]
    public void Shows_the_schema_that_Kong_shows(string name)
    {
        PluginDefinition plugin = BundledPlugins.Definitions.Single(each => each.Name == name);

        JsonNode shown = TestConfig.WithoutDescriptions(SchemaDocument.Of(plugin));

        AssertSame(TestConfig.Expected(name), shown);
    }

    [Fact]
    public void Shows_the_credential_schema_that_Kong_shows()
    {
        EntitySchema schema = BundledPlugins.Definitions.Single(each => each.Name == "key-auth").Entities.Single();

        JsonNode shown = TestConfig.WithoutDescriptions(SchemaDocument.Of(schema));

        AssertSame(TestConfig.Expected("keyauth_credentials"), shown);
    }

    [Fact]
    public void Describes_every_field_for_its_users()
    {
        IEnumerable<string> silent = BundledPlugins.Definitions
            .SelectMany(plugin => plugin.Config.Fields.Where(field => field.Description is null).Select(field => $"{plugin.Name} {field.Name}"));

        Assert.Empty(silent);
    }

    private static void AssertSame(JsonNode expected, JsonNode shown) =>
        Assert.True(JsonNode.DeepEquals(expected, shown), $"expected {expected.ToJsonString()}\nactual   {shown.ToJsonString()}");
}
