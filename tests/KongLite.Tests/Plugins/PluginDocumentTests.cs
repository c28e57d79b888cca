using System.Text.Json.Nodes;
using KongLite.Plugins;
using KongLite.Sdk.Plugins;
using KongLite.Sdk.Schema;
using KongLite.Tests.Schema;

namespace KongLite.Tests.Plugins;

/// <summary>What <c>/schemas/plugins/{name}</c> and the plugins' entities show equals what a Kong 3.9.3 shows, our own descriptions aside.</summary>
public sealed class PluginDocumentTests
{
    public static TheoryData<Type> Plugins => [.. BundledPlugins.Known.Values.Select(plugin => plugin.Value.Type)];

    public static TheoryData<Type> Entities => [.. BundledPlugins.Entities.Concat(BundledPlugins.InternalEntities).Select(entity => entity.Record.Type)];

    [Theory]
    [MemberData(nameof(Plugins))]
    public void Shows_the_plugin_as_Kong_does(Type type)
    {
        PluginDefinition plugin = PluginDefinition.Of(type);
        JsonNode recorded = JsonDocuments.Recorded($"plugins/{plugin.Name}");

        JsonNode document = JsonDocuments.WithoutDescriptions(SchemaDocument.Of(plugin));

        ForgetSecrets(recorded);
        ForgetSecrets(document);
        Assert.Equal(JsonDocuments.Canonical(recorded), JsonDocuments.Canonical(document));
    }

    [Theory]
    [MemberData(nameof(Entities))]
    public void Shows_the_entity_as_Kong_does(Type type)
    {
        EntitySchema entity = EntitySchema.Of(type);

        JsonNode document = JsonDocuments.WithoutDescriptions(SchemaDocument.Of(entity));

        Assert.Equal(JsonDocuments.Canonical(JsonDocuments.Recorded(entity.Name)), JsonDocuments.Canonical(document));
    }

    [Theory]
    [MemberData(nameof(Plugins))]
    public void Describes_every_field(Type type)
    {
        Assert.All(FieldsOf(PluginDefinition.Of(type).Config), field => Assert.False(string.IsNullOrWhiteSpace(field.Description), field.Name));
    }

    [Theory]
    [MemberData(nameof(Entities))]
    public void Describes_every_field_of_the_entity(Type type)
    {
        Assert.All(FieldsOf(EntitySchema.Of(type).Record), field => Assert.False(string.IsNullOrWhiteSpace(field.Description), field.Name));
    }

    private static IEnumerable<Field> FieldsOf(RecordSchema record) => record.Fields.SelectMany(field =>
        (field.Record ?? field.Elements?.Record) is { } inner ? FieldsOf(inner).Prepend(field) : [field]);

    // The secret of session is another one in every node.
    private static void ForgetSecrets(JsonNode document)
    {
        foreach (JsonNode? field in document["fields"]!.AsArray().Last()!["config"]!["fields"]!.AsArray())
        {
            if (field!["secret"]?["default"] is JsonValue value && value.GetValue<string>().Length == 44)
            {
                field["secret"]!["default"] = "made up";
            }
        }
    }
}
