using System.Text.Json.Nodes;
using KongLite.Sdk.Storage;
using Microsoft.OpenApi;

namespace KongLite.Admin.OpenApi;

/// <summary>The two shapes that errors have.</summary>
internal static class ErrorSchemas
{
    /// <summary>Adds them to the components.</summary>
    public static void Add(OpenApiDocument document)
    {
        document.AddComponent(ErrorAnswers.MessageSchema, new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "A message alone.",
            Properties = new Dictionary<string, IOpenApiSchema> { ["message"] = Text("What there is to say.") },
            Required = new HashSet<string> { "message" },
        });
        document.AddComponent(ErrorAnswers.ErrorSchema, new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "An error that programs can tell from others.",
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["code"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Integer,
                    Description = "Number of the kind of error.",
                    Enum = [.. Enum.GetValues<ErrorCode>().Where(code => code != ErrorCode.Outdated).Select(code => JsonValue.Create((int)code))],
                },
                ["name"] = Text("Name of the kind of error."),
                ["message"] = Text("What is wrong, in one line."),
                ["fields"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Description = "What it is about: messages in the shape of the input (with null for elements of lists that are fine, and @entity for rules "
                        + "about several fields), or the key in question.",
                },
                ["options"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Description = "In place of fields where an argument or option is wrong (code 11): messages by its name.",
                },
            },
            Required = new HashSet<string> { "code", "name", "message" },
        });
    }

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };
}
