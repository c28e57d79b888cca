using System.Text.Json.Nodes;
using KongLite.Sdk.Schema;
using Microsoft.OpenApi;

namespace KongLite.Admin.OpenApi;

/// <summary>What the operations of entities share: keys in paths, arguments of lists, bodies, answers, examples.</summary>
internal sealed class EntityComponents(SchemaCatalog catalog, OpenApiDocument document, EntityExamples examples)
{
    private static readonly string[] BodyTypes = ["application/json", "application/x-www-form-urlencoded", "multipart/form-data"];
    private readonly EntitySchemas _schemas = new(catalog, document);

    /// <summary>Adds the components of all entities.</summary>
    public void Add()
    {
        AddArguments();
        EntitySchema[] entities = [.. catalog.Entities.Where(each => each.HasAdminApi)];
        IEnumerable<EntitySchema> parents = entities.SelectMany(each => each.ForeignFields).Select(field => catalog.Known.Find(field.Reference!)).OfType<EntitySchema>();
        foreach (EntitySchema parent in parents.Distinct())
        {
            _schemas.AddReference(parent);
        }

        foreach (EntitySchema schema in entities)
        {
            _schemas.Add(schema);
            AddKey(schema);
            AddBodies(schema);
            AddAnswers(schema);
        }
    }

    private void AddArguments()
    {
        AddArgument("size", JsonSchemaType.Integer, "Rows a page, 1 to 1000; 100 when missing.", 100);
        AddArgument("offset", JsonSchemaType.String, "Token of the page: the offset of the page before.");
        AddArgument("tags", JsonSchemaType.String, "Only rows with all of these tags (a,b) or with any of them (a/b); at most 5.", "shop");
        AddArgument("custom_id", JsonSchemaType.String, "Only the consumer with this custom_id.", "app-17");
    }

    private void AddArgument(string name, JsonSchemaType type, string description, JsonNode? example = null) => document.AddComponent(
        $"query.{name}",
        new OpenApiParameter
        {
            Name = name,
            In = ParameterLocation.Query,
            Description = description,
            Schema = name == "size" ? new OpenApiSchema { Type = type, Minimum = "1", Maximum = "1000", Default = 100 } : new OpenApiSchema { Type = type },
            Example = example,
        });

    private void AddKey(EntitySchema schema) => document.AddComponent(
        schema.Name,
        new OpenApiParameter
        {
            Name = schema.Name,
            In = ParameterLocation.Path,
            Required = true,
            Description = DescribeKey(schema),
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            Example = EntitySamples.IdOf(schema.Name).ToString("D"),
        });

    private static string DescribeKey(EntitySchema schema) => schema.Name switch
    {
        // These two are found by what others of their kind are not.
        "certificates" => "Id of the certificate, or one of its server names.",
        "acls" => "Id of the membership; below a consumer, also the name of the group.",
        _ => schema.EndpointKey is { } field ? $"Id or {field} of the {Phrases.One(schema)}." : $"Id of the {Phrases.One(schema)}.",
    };

    private void AddBodies(EntitySchema schema)
    {
        string name = Phrases.ComponentOf(schema);
        document.AddComponent(name, Body($"{name}Input", $"{Capital(Phrases.Any(schema))}.", EntityExamples.Request(schema)));
        document.AddComponent($"{name}Change", Body($"{name}Fields", $"The fields of the {Phrases.One(schema)} to change.", EntityExamples.Change(schema)));
    }

    private OpenApiRequestBody Body(string schema, string description, JsonObject? example) => new()
    {
        Description = description,
        Required = true,
        Content = BodyTypes.ToDictionary(
            type => type,
            type => new OpenApiMediaType { Schema = Reference(schema), Example = type == BodyTypes[0] ? example : null }),
    };

    private void AddAnswers(EntitySchema schema)
    {
        string name = Phrases.ComponentOf(schema);
        JsonObject? row = examples.Answer(schema);
        var answers = new Dictionary<string, JsonNode?> { ["as-created"] = row, ["as-changed"] = examples.ChangedAnswer(schema) };
        document.AddComponent(name, new OpenApiResponse
        {
            Description = $"The {Phrases.One(schema)}.",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/json"] = new OpenApiMediaType
                {
                    Schema = Reference(name),
                    Examples = answers.Where(each => each.Value is not null)
                        .ToDictionary(each => each.Key, each => (IOpenApiExample)new OpenApiExample { Value = each.Value!.DeepClone() }),
                },
            },
        });
        JsonObject? page = row is null ? null : new JsonObject { ["data"] = new JsonArray(row.DeepClone()), ["next"] = null };
        document.AddComponent($"{name}List", new OpenApiResponse { Description = $"A page of {Phrases.Many(schema)}.", Content = Operations.Json(Reference($"{name}List"), page) });
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private OpenApiSchemaReference Reference(string name) => new(name, document);
}
