using System.Text.Json.Nodes;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;

namespace KongLite.Tests.Schema;

/// <summary>What <c>/schemas/{entity}</c> shows equals what a Kong 3.9.3 shows, our own descriptions aside.</summary>
public sealed class SchemaDocumentTests
{
    [Theory]
    [InlineData(typeof(Service))]
    [InlineData(typeof(Route))]
    [InlineData(typeof(Consumer))]
    [InlineData(typeof(Plugin))]
    [InlineData(typeof(Upstream))]
    [InlineData(typeof(Target))]
    [InlineData(typeof(Certificate))]
    [InlineData(typeof(Sni))]
    [InlineData(typeof(CaCertificate))]
    [InlineData(typeof(KeySet))]
    [InlineData(typeof(Key))]
    [InlineData(typeof(Vault))]
    public void Equals_the_document_of_Kong(Type entity)
    {
        EntitySchema schema = EntitySchema.Of(entity);

        JsonNode document = JsonDocuments.WithoutDescriptions(SchemaDocument.Of(schema));

        Assert.Equal(JsonDocuments.Canonical(JsonDocuments.Recorded(schema.Name)), JsonDocuments.Canonical(document));
    }

    [Theory]
    [InlineData(typeof(Service))]
    [InlineData(typeof(Route))]
    [InlineData(typeof(Consumer))]
    [InlineData(typeof(Plugin))]
    [InlineData(typeof(Upstream))]
    [InlineData(typeof(Target))]
    [InlineData(typeof(Certificate))]
    [InlineData(typeof(Sni))]
    [InlineData(typeof(CaCertificate))]
    [InlineData(typeof(KeySet))]
    [InlineData(typeof(Key))]
    [InlineData(typeof(Vault))]
    public void Describes_every_field(Type entity)
    {
        IEnumerable<Field> fields = EntitySchema.Of(entity).Record.Fields;

        Assert.All(fields, field => Assert.False(string.IsNullOrWhiteSpace(field.Description), field.Name));
    }
}
