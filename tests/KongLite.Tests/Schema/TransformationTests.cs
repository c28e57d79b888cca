using System.Text.Json.Nodes;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;

namespace KongLite.Tests.Schema;

public sealed class TransformationTests
{
    private const string Owner = "8a21c1fa-e65e-4558-8673-540e85e67b33";
    private const string Other = "52d58293-ae25-4c69-acc8-6dd729718a61";
    private const string BothOrNone = "schema violation (all or none of these fields must be set: 'code', 'owner.id')";
    private static readonly EntitySchema Schema = EntitySchema.Of<Safe>();
    private readonly SchemaProcessor _processor = new(new SchemaCatalog([Schema], []), TimeProvider.System);

    [Fact]
    public void Transforms_a_value_that_a_new_entity_brings()
    {
        Assert.Equal($"x:{Owner}", Insert("x").Code);
    }

    [Theory]
    [InlineData("""{"label":"l"}""", $"x:{Owner}")]
    [InlineData($$$"""{"owner":{"id":"{{{Owner}}}"}}""", $"x:{Owner}")]
    [InlineData($$$"""{"code":"y","owner":{"id":"{{{Owner}}}"}}""", $"y:{Owner}")]
    [InlineData($$$"""{"code":"y","owner":{"id":"{{{Other}}}"}}""", $"y:{Other}")]
    public void Transforms_a_value_that_a_change_brings_and_no_other(string changes, string expected)
    {
        SchemaResult result = _processor.Update(Schema, Insert("x"), (JsonObject)JsonNode.Parse(changes)!);

        Assert.Equal(expected, ((Safe)result.Entity!).Code);
    }

    [Theory]
    [InlineData("""{"code":"y"}""")]
    [InlineData($$$"""{"owner":{"id":"{{{Other}}}"}}""")]
    public void Refuses_a_change_of_one_field_without_the_other(string changes)
    {
        SchemaResult result = _processor.Update(Schema, Insert("x"), (JsonObject)JsonNode.Parse(changes)!);

        Assert.Equal(BothOrNone, result.Errors!.Message);
    }

    [Fact]
    public void Says_so_beside_the_errors_of_the_fields()
    {
        SchemaErrors? errors = _processor.Validate(Schema, new JsonObject { ["code"] = "x", ["label"] = 5 });

        Assert.Equal("2 schema violations (all or none of these fields must be set: 'code', 'owner.id'; label: expected a string)", errors!.Message);
    }

    [Theory]
    [InlineData(false, $"x:{Owner}")]
    [InlineData(true, "x")]
    public void Leaves_a_file_alone_that_holds_transformed_values(bool isTransformed, string expected)
    {
        SchemaResult result = _processor.Load(Schema, Input("x"), isTransformed);

        Assert.Equal(expected, ((Safe)result.Entity!).Code);
    }

    private Safe Insert(string code) => (Safe)_processor.Insert(Schema, Input(code)).Entity!;

    private static JsonObject Input(string code) => new() { ["code"] = code, ["owner"] = new JsonObject { ["id"] = Owner } };
}

/// <summary>An entity whose code is stored together with its owner.</summary>
[Entity("safes")]
[Joined]
public sealed record Safe : IEntity
{
    [Auto]
    public Guid Id { get; init; }

    [Foreign("consumers")]
    public Guid? OwnerId { get; init; }

    public string? Code { get; init; }

    public string? Label { get; init; }
}

[AttributeUsage(AttributeTargets.Class)]
internal sealed class JoinedAttribute() : TransformationAttribute("code", "owner.id")
{
    public override void Apply(JsonObject record) => record["code"] = $"{record["code"].AsText()}:{record.At("owner.id").AsText()}";
}
