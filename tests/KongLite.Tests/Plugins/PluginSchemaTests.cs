using System.Text.Json.Nodes;
using KongLite.Plugins;
using KongLite.Sdk.Plugins;
using KongLite.Sdk.Schema;
using KongLite.Tests.Schema;

namespace KongLite.Tests.Plugins;

/// <summary>What <c>/schemas/plugins/{name}</c> shows equals what a Kong 3.9.3 shows, our own descriptions and <c>ssl_verify</c> aside.</summary>
public sealed class PluginSchemaTests
{
    [Theory]
    [InlineData("aws-lambda")]
    [InlineData("key-auth")]
    [InlineData("request-termination")]
    public void Equals_the_document_of_Kong(string name)
    {
        PluginDefinition plugin = BundledPlugins.Definitions.Single(each => each.Name == name);

        JsonNode document = JsonDocuments.WithoutDescriptions(SchemaDocument.Of(plugin));

        Assert.Equal(JsonDocuments.Canonical(JsonDocuments.Recorded($"plugins/{name}")), JsonDocuments.Canonical(document));
    }

    [Fact]
    public void Equals_the_document_of_Kong_for_credentials()
    {
        EntitySchema schema = BundledPlugins.Definitions.Single(each => each.Name == "key-auth").Entities.Single();

        JsonNode document = JsonDocuments.WithoutDescriptions(SchemaDocument.Of(schema));

        Assert.Equal(JsonDocuments.Canonical(JsonDocuments.Recorded("keyauth_credentials")), JsonDocuments.Canonical(document));
    }

    [Fact]
    public void Describes_every_field()
    {
        IEnumerable<Field> fields = BundledPlugins.Definitions.SelectMany(plugin => plugin.Config.Fields);

        Assert.All(fields, field => Assert.False(string.IsNullOrWhiteSpace(field.Description), field.Name));
    }
}
