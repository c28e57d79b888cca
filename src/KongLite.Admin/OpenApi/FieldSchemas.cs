using KongLite.Sdk.Schema;
using Microsoft.OpenApi;

namespace KongLite.Admin.OpenApi;

/// <summary>Fields and records as JSON Schemas (2020-12).</summary>
/// <param name="catalog">Knows the entities that references lead to.</param>
/// <param name="document">Where references to other entities are described.</param>
internal sealed class FieldSchemas(SchemaCatalog catalog, OpenApiDocument document)
{
    private const string ByVault = "May be a vault reference.";

    /// <summary>An object with the fields of a record and nothing else.</summary>
    /// <param name="record">The record.</param>
    /// <param name="areRequired">Whether the fields that no default stands for are required.</param>
    public OpenApiSchema OfRecord(RecordSchema record, bool areRequired)
    {
        var schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal),
            AdditionalPropertiesAllowed = false,
        };
        foreach (Field field in record.Fields)
        {
            schema.Properties[field.Name] = Of(field);
        }

        foreach (ShorthandAttribute shorthand in record.Shorthands)
        {
            schema.Properties[shorthand.Name] = OfShorthand(shorthand, record);
        }

        if (areRequired)
        {
            Require(schema, record);
        }

        return schema;
    }

    /// <summary>Asks for the fields that a complete input must have, each under its own name or another one that sets it.</summary>
    public static void Require(OpenApiSchema schema, RecordSchema record)
    {
        foreach (Field field in record.Fields.Where(IsNeeded))
        {
            string[] others = [.. record.Shorthands.Where(each => each.Fields.Contains(field.Name)).Select(each => each.Name)];
            if (others.Length == 0)
            {
                (schema.Required ??= new HashSet<string>()).Add(field.Name);
            }
            else
            {
                (schema.AllOf ??= []).Add(new OpenApiSchema { AnyOf = [.. others.Prepend(field.Name).Select(Requiring)] });
            }
        }
    }

    private static OpenApiSchema Requiring(string name) => new() { Required = new HashSet<string> { name } };

    /// <summary>The values of a field.</summary>
    public IOpenApiSchema Of(Field field)
    {
        if (field.Reference is { } parent)
        {
            return OfReference(field, parent);
        }

        OpenApiSchema schema = OfType(field);
        if (field.Referenceable)
        {
            // A reference passes every rule.
            schema.Type |= JsonSchemaType.String;
        }
        else
        {
            FieldRules.Apply(field, schema);
        }

        if (field.Secret && field.Type == FieldType.String)
        {
            schema.Format = "password";
        }

        schema.Description = field.Referenceable ? $"{field.Description} {ByVault}".TrimStart() : field.Description;
        // Secrets that the node makes up differ from node to node.
        schema.Default = field.Secret ? null : field.Default?.DeepClone();
        schema.ReadOnly = field.Auto?.OnUpdate == true;
        schema.Deprecated = field.Deprecation is not null;
        if (IsNullable(field))
        {
            AllowNull(schema);
        }

        return schema;
    }

    // Nothing stands for it when it is missing. References are not asked for: the path may name the parent.
    private static bool IsNeeded(Field field) =>
        field.Required && field.Default is null && field.Auto is null && field.Reference is null && field.Type != FieldType.Record;

    // Elements, keys and values have no name, and are never null.
    private static bool IsNullable(Field field) => !field.Required && field.Auto is null && !field.Abstract && field.Name.Length > 0;

    private OpenApiSchema OfType(Field field) => field.Type switch
    {
        FieldType.String => new OpenApiSchema { Type = JsonSchemaType.String },
        FieldType.Integer => new OpenApiSchema { Type = JsonSchemaType.Integer },
        FieldType.Number => new OpenApiSchema { Type = JsonSchemaType.Number },
        FieldType.Boolean => new OpenApiSchema { Type = JsonSchemaType.Boolean },
        FieldType.Array => new OpenApiSchema { Type = JsonSchemaType.Array, Items = Of(field.Elements!) },
        FieldType.Set => new OpenApiSchema { Type = JsonSchemaType.Array, Items = Of(field.Elements!), UniqueItems = true },
        FieldType.Map => new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalProperties = Of(field.Elements!) },
        // Records in lists are replaced whole, by PATCH too; those in fields are merged, so that nothing is required of them.
        FieldType.Record when field.Record is { } record => OfRecord(record, areRequired: field.Name.Length == 0),
        FieldType.Record => new OpenApiSchema { Type = JsonSchemaType.Object },
        _ => new OpenApiSchema(),
    };

    private IOpenApiSchema OfReference(Field field, string parent)
    {
        if (field.Constraints.Count > 0)
        {
            return new OpenApiSchema { Type = JsonSchemaType.Null, Description = field.Description };
        }

        if (catalog.Known.Find(parent) is not { } schema)
        {
            return new OpenApiSchema { Type = JsonSchemaType.Object, Description = field.Description };
        }

        string name = ReferenceName(schema);
        return field.Required
            ? new OpenApiSchemaReference(name, document) { Description = field.Description }
            : new OpenApiSchema
            {
                AnyOf = [new OpenApiSchemaReference(name, document), new OpenApiSchema { Type = JsonSchemaType.Null }],
                Description = field.Description,
            };
    }

    /// <summary>Name of the component that describes references to an entity.</summary>
    public static string ReferenceName(EntitySchema schema) => $"{Phrases.ComponentOf(schema)}Reference";

    private OpenApiSchema OfShorthand(ShorthandAttribute shorthand, RecordSchema record)
    {
        OpenApiSchema schema = shorthand is AliasAttribute alias && Of(alias.Target(record)) is OpenApiSchema target
            ? target
            : new OpenApiSchema { Type = JsonSchemaType.String };
        schema.Description = shorthand.Description;
        schema.Default = null;
        schema.Deprecated = shorthand is AliasAttribute { Deprecation: not null };
        schema.WriteOnly = shorthand is not AliasAttribute { IsShown: true };
        return schema;
    }

    private static void AllowNull(OpenApiSchema schema)
    {
        if (schema.Type is not null)
        {
            schema.Type |= JsonSchemaType.Null;
        }

        schema.Enum?.Add(JsonNullSentinel.JsonNull);
    }
}
