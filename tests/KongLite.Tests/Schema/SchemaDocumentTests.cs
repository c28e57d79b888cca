using System.Text.Json.Nodes;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Routing;
using KongLite.Sdk.Schema;

namespace KongLite.Tests.Schema;

/// <summary>What <c>/schemas/{entity}</c> shows equals what a Kong 3.9.3 shows, our own descriptions aside.</summary>
public sealed class SchemaDocumentTests
{
    public static TheoryData<Type> Entities { get; } =
    [
        typeof(Service),
        typeof(Route),
        typeof(Consumer),
        typeof(Plugin),
        typeof(Upstream),
        typeof(Target),
        typeof(Certificate),
        typeof(Sni),
        typeof(CaCertificate),
        typeof(KeySet),
        typeof(Key),
        typeof(Vault),
        typeof(Workspace),
        typeof(Parameter),
        typeof(TaggedEntity),
    ];

    [Theory]
    [MemberData(nameof(Entities))]
    public void Equals_the_document_of_Kong(Type entity)
    {
        EntitySchema schema = EntitySchema.Of(entity);

        JsonNode document = JsonDocuments.WithoutDescriptions(SchemaDocument.Of(schema));

        Assert.Equal(JsonDocuments.Canonical(JsonDocuments.Recorded(schema.Name)), JsonDocuments.Canonical(document));
    }

    [Fact]
    public void Equals_the_document_of_Kong_for_routes_with_expressions()
    {
        EntitySchema schema = RouteSchemas.Of(RouterFlavor.Expressions);

        JsonNode document = JsonDocuments.WithoutDescriptions(SchemaDocument.Of(schema));

        Assert.Equal(JsonDocuments.Canonical(JsonDocuments.Recorded("routes-expressions")), JsonDocuments.Canonical(document));
    }

    [Fact]
    public void Shows_no_expression_check_for_traditional_routes()
    {
        JsonNode expected = JsonDocuments.Recorded("routes");
        expected["entity_checks"]!.AsArray().RemoveAt(2);

        JsonNode document = JsonDocuments.WithoutDescriptions(SchemaDocument.Of(RouteSchemas.Of(RouterFlavor.Traditional)));

        Assert.Equal(JsonDocuments.Canonical(expected), JsonDocuments.Canonical(document));
    }

    [Theory]
    [MemberData(nameof(Entities))]
    public void Describes_every_field(Type entity)
    {
        IEnumerable<Field> fields = EntitySchema.Of(entity).Record.Fields;

        Assert.All(fields, field => Assert.False(string.IsNullOrWhiteSpace(field.Description), field.Name));
    }
}
