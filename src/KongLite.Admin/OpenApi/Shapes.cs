using Microsoft.OpenApi;

namespace KongLite.Admin.OpenApi;

/// <summary>Short ways to describe the answers that are no entities.</summary>
internal static class Shapes
{
    /// <summary>A text.</summary>
    public static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };

    /// <summary>A whole number.</summary>
    public static OpenApiSchema Count(string description) => new() { Type = JsonSchemaType.Integer, Description = description };

    /// <summary>True or false.</summary>
    public static OpenApiSchema Flag(string description) => new() { Type = JsonSchemaType.Boolean, Description = description };

    /// <summary>A list.</summary>
    public static OpenApiSchema List(string description, IOpenApiSchema items) => new() { Type = JsonSchemaType.Array, Description = description, Items = items };

    /// <summary>An object with members that the user cannot know beforehand.</summary>
    public static OpenApiSchema Open(string description, IOpenApiSchema? values = null) =>
        new() { Type = JsonSchemaType.Object, Description = description, AdditionalProperties = values };

    /// <summary>An object with these members.</summary>
    public static OpenApiSchema Object(string description, params (string Name, IOpenApiSchema Schema)[] members) => new()
    {
        Type = JsonSchemaType.Object,
        Description = description,
        Properties = members.ToDictionary(each => each.Name, each => each.Schema),
        Required = members.Select(each => each.Name).ToHashSet(),
    };
}
