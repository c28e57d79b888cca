using System.Text.Json.Nodes;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Plugins;
using KongLite.Sdk.Schema;
using Microsoft.OpenApi;

namespace KongLite.Admin.OpenApi;

/// <summary>
/// The component schemas of entities. <c>ServiceFields</c> has every field and asks for none, which is what PATCH takes; <c>ServiceInput</c> (POST and
/// PUT) and <c>Service</c> (answers) say which of them are there.
/// </summary>
internal sealed class EntitySchemas(SchemaCatalog catalog, OpenApiDocument document)
{
    private readonly FieldSchemas _fields = new(catalog, document);

    /// <summary>Adds the schemas of an entity.</summary>
    public void Add(EntitySchema schema)
    {
        string name = Phrases.ComponentOf(schema);
        OpenApiSchema fields = _fields.OfRecord(schema.Record, areRequired: false);
        fields.Description = schema.Record.Description;
        if (schema.Ttl)
        {
            fields.Properties!["ttl"] = Ttl();
        }

        document.AddComponent($"{name}Fields", fields);
        List<IOpenApiSchema> parts = [Reference($"{name}Fields")];
        if (AddKinds(schema) is { } kinds)
        {
            parts.Add(kinds);
        }

        document.AddComponent(name, new OpenApiSchema
        {
            Description = schema.Record.Description,
            AllOf = [.. parts],
            Required = Answered(schema).ToHashSet(),
        });
        var input = new OpenApiSchema { Description = schema.Record.Description, AllOf = [.. parts] };
        FieldSchemas.Require(input, schema.Record);
        document.AddComponent($"{name}Input", input);
        document.AddComponent($"{name}List", ListOf(name));
    }

    /// <summary>Adds the schema of references to an entity, served or not.</summary>
    public void AddReference(EntitySchema schema)
    {
        string[] unique = [.. schema.UniqueFields.Where(field => field.Type == FieldType.String).Select(field => field.Name)];
        var properties = new Dictionary<string, IOpenApiSchema>
        {
            ["id"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid", Description = $"Id of the {Phrases.One(schema)}." },
        };
        foreach (string name in unique)
        {
            properties[name] = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                WriteOnly = true,
                Description = $"The {name} of the {Phrases.One(schema)}, in place of its id.",
            };
        }

        document.AddComponent(FieldSchemas.ReferenceName(schema), new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = unique.Length == 0
                ? $"Names {Phrases.Any(schema)} by its id."
                : $"Names {Phrases.Any(schema)}: in requests by {string.Join(" or ", unique.Prepend("id"))}, in answers by id.",
            Properties = properties,
        });
    }

    // An answer has every field, and of the other names those that are shown.
    private static IEnumerable<string> Answered(EntitySchema schema) =>
        schema.Record.Fields.Select(field => field.Name).Concat(schema.Ttl ? ["ttl"] : []);

    private OpenApiSchema ListOf(string name) => new()
    {
        Type = JsonSchemaType.Object,
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["data"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = Reference(name), Description = "The page." },
            ["next"] = new OpenApiSchema
            {
                Type = JsonSchemaType.String | JsonSchemaType.Null,
                Description = "Path and query of the next page. Null: this is the last one.",
            },
            ["offset"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Token of the next page. Missing on the last one." },
        },
        Required = new HashSet<string> { "data", "next" },
    };

    private static OpenApiSchema Ttl() => new()
    {
        Type = JsonSchemaType.Integer | JsonSchemaType.Null,
        Minimum = "0",
        Maximum = $"{TtlOption.Longest}",
        Description = "Seconds after which the row vanishes, 0 for never. Answers show the seconds that remain, or null.",
    };

    /// <summary>The shapes that one field of an entity decides about, as the <c>name</c> of a plugin does; null: it has one shape.</summary>
    private OpenApiSchemaReference? AddKinds(EntitySchema schema)
    {
        IEnumerable<(string Name, IEnumerable<Field> Fields)> kinds = schema.Name switch
        {
            "plugins" => catalog.Known.Plugins.Values.OrderBy(plugin => plugin.Name, StringComparer.Ordinal).Select(Kind),
            "vaults" => [("env", [Config(schema, SchemaReader.Read(typeof(EnvVaultConfig)))])],
            _ => [],
        };
        string name = $"{Phrases.ComponentOf(schema)}ByName";
        IOpenApiSchema[] shapes = [.. kinds.Select(kind => Shape(schema, kind.Name, kind.Fields))];
        if (shapes.Length == 0)
        {
            return null;
        }

        document.AddComponent(name, new OpenApiSchema { Description = $"What the name of {Phrases.Any(schema)} decides about its other fields.", OneOf = shapes });
        return Reference(name);
    }

    private static (string Name, IEnumerable<Field> Fields) Kind(PluginDefinition plugin) => (plugin.Name, plugin.OwnFields);

    private static Field Config(EntitySchema schema, RecordSchema record)
    {
        Field config = schema.Record.Find("config")!;
        return new Field { Name = config.Name, Type = FieldType.Record, Required = true, Record = record, Description = config.Description };
    }

    private OpenApiSchema Shape(EntitySchema schema, string name, IEnumerable<Field> fields)
    {
        var shape = new OpenApiSchema
        {
            Title = name,
            Type = JsonSchemaType.Object,
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["name"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.String,
                    Enum = [JsonValue.Create(name)],
                    Description = schema.Record.Find("name")!.Description,
                },
            },
        };
        foreach (Field field in fields)
        {
            shape.Properties[field.Name] = field.Record is { } record
                ? Config($"{Phrases.ComponentOf(schema)}Config.{name}", record, field.Description)
                : _fields.Of(field);
        }

        return shape;
    }

    private OpenApiSchemaReference Config(string name, RecordSchema record, string? description)
    {
        OpenApiSchema config = _fields.OfRecord(record, areRequired: true);
        config.Description = record.Description;
        document.AddComponent(name, config);
        return new OpenApiSchemaReference(name, document) { Description = description };
    }

    private OpenApiSchemaReference Reference(string name) => new(name, document);
}
