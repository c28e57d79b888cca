using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace KongLite.Admin.OpenApi;

/// <summary>Short ways to say what an operation answers.</summary>
internal static class Operations
{
    // The status that each of the shared answers has.
    private static readonly Dictionary<string, string> StatusOf = new(StringComparer.Ordinal)
    {
        [ErrorAnswers.BadKey] = "400",
        [ErrorAnswers.BadQuery] = "400",
        [ErrorAnswers.BadBody] = "400",
        [ErrorAnswers.Referenced] = "400",
        [ErrorAnswers.NotFound] = "404",
        [ErrorAnswers.NothingToChange] = "404",
        [ErrorAnswers.ReadOnly] = "405",
        [ErrorAnswers.MethodNotAllowed] = "405",
        [ErrorAnswers.Conflict] = "409",
        [ErrorAnswers.TooLarge] = "413",
        [ErrorAnswers.UnsupportedMediaType] = "415",
        [ErrorAnswers.Unexpected] = "500",
    };

    /// <summary>Adds a successful answer that is a component, and shared refusals.</summary>
    public static OpenApiOperation Succeeds(this OpenApiOperation operation, OpenApiDocument document, string status, string component, params string[] refusals)
    {
        operation.Responses![status] = new OpenApiResponseReference(component, document);
        return operation.Refuses(document, refusals);
    }

    /// <summary>Adds shared refusals.</summary>
    public static OpenApiOperation Refuses(this OpenApiOperation operation, OpenApiDocument document, params string[] refusals)
    {
        foreach (string each in refusals)
        {
            operation.Responses![StatusOf[each]] = new OpenApiResponseReference(each, document);
        }

        return operation;
    }

    /// <summary>Adds an answer of its own; without a schema it has no body to describe.</summary>
    public static OpenApiOperation Says(
        this OpenApiOperation operation, int status, string description, IOpenApiSchema? schema = null, JsonNode? example = null)
    {
        operation.Responses![$"{status}"] = new OpenApiResponse { Description = description, Content = schema is null ? null : Json(schema, example) };
        return operation;
    }

    /// <summary>Adds 204.</summary>
    public static OpenApiOperation Empty(this OpenApiOperation operation, string description = "Done. There is no body.")
    {
        operation.Responses!["204"] = new OpenApiResponse { Description = description };
        return operation;
    }

    /// <summary>JSON content.</summary>
    public static Dictionary<string, OpenApiMediaType> Json(IOpenApiSchema schema, JsonNode? example = null) =>
        new() { ["application/json"] = new OpenApiMediaType { Schema = schema, Example = example } };
}
