using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using static KongLite.Admin.OpenApi.ErrorAnswers;
using static KongLite.Admin.OpenApi.Shapes;

namespace KongLite.Admin.OpenApi;

/// <summary>The operations of upstreams and targets beyond those of every entity: their health, and paths that are never there.</summary>
/// <param name="document">The document.</param>
/// <param name="tag">Tag of upstreams.</param>
internal sealed class UpstreamOperations(OpenApiDocument document, string tag)
{
    /// <summary>Describes an operation.</summary>
    /// <returns>The operation; null: it is none of these.</returns>
    public OpenApiOperation? Of(string pattern, string method) => (method, pattern) switch
    {
        ("GET", "/upstreams/{upstreams}/health") => ShowHealth(),
        ("GET", "/upstreams/{upstreams}/targets/all") => ListAll(),
        ("PUT", "/upstreams/{upstreams}/targets/{targets}/healthy") => SetHealth("Count a target as healthy"),
        ("PUT", "/upstreams/{upstreams}/targets/{targets}/unhealthy") => SetHealth("Count a target as unhealthy"),
        ("PUT", "/upstreams/{upstreams}/targets/{targets}/{address}/healthy") => SetHealth("Count an address of a target as healthy"),
        ("PUT", "/upstreams/{upstreams}/targets/{targets}/{address}/unhealthy") => SetHealth("Count an address of a target as unhealthy"),
        ("PUT", "/upstreams/{upstreams}/targets/{targets}") => Change(),
        (_, "/targets" or "/targets/{targets}" or "/targets/{targets}/upstream") => Start("Never there: targets are found below their upstreams").Refuses(document, NotFound),
        (_, "/snis/{snis}/certificate") => Start("Never there: the certificate is found by the server name itself").Refuses(document, NotFound),
        _ => null,
    };

    private OpenApiOperation ShowHealth()
    {
        IOpenApiSchema page = new OpenApiSchema { OneOf = [InformationShapes.Page("By target.", TargetHealth()), BalancerHealth()] };
        OpenApiOperation operation = Start("Show the health of an upstream").Says(200, "The health of its targets, or of all of it.", page)
            .Refuses(document, BadKey, NotFound, Unexpected);
        operation.Parameters =
        [
            new OpenApiParameterReference("query.size", document),
            new OpenApiParameterReference("query.offset", document),
            new OpenApiParameter
            {
                Name = "balancer_health",
                In = ParameterLocation.Query,
                Description = "1: the health of the upstream as a whole, in place of its targets.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Enum = [JsonValue.Create(1)] },
            },
        ];
        return operation;
    }

    private OpenApiOperation ListAll()
    {
        OpenApiOperation operation = Start("List all targets of an upstream, by id").Succeeds(document, "200", "TargetList", BadQuery, NotFound, Unexpected);
        operation.Parameters = [new OpenApiParameterReference("query.size", document), new OpenApiParameterReference("query.offset", document)];
        return operation;
    }

    private OpenApiOperation Change()
    {
        OpenApiOperation operation = Start("Change a target, as PATCH does").Succeeds(document, "200", "Target", BadBody, NotFound, Conflict, TooLarge, UnsupportedMediaType, Unexpected);
        operation.Description = "What the body lacks stays as it is, and a target that is not there is not made.";
        operation.RequestBody = new OpenApiRequestBody { Required = true, Content = Operations.Json(new OpenApiSchemaReference("TargetFields", document)) };
        return operation;
    }

    private OpenApiOperation SetHealth(string summary)
    {
        OpenApiOperation operation = Start(summary).Empty()
            .Says(400, "The upstream is not balanced yet, or has no health checks.", new OpenApiSchemaReference(MessageSchema, document))
            .Refuses(document, NotFound, Unexpected);
        operation.Description = "Until health checks find otherwise.";
        return operation;
    }

    private OpenApiSchema TargetHealth() => new()
    {
        AllOf =
        [
            new OpenApiSchemaReference("Target", document),
            new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Properties = new Dictionary<string, IOpenApiSchema>
                {
                    ["health"] = Text("HEALTHY, UNHEALTHY, DNS_ERROR or HEALTHCHECKS_OFF. Missing until the upstream is balanced."),
                    ["data"] = Open("Addresses and weights of the target. Missing until the upstream is balanced."),
                },
            },
        ],
    };

    private static OpenApiSchema BalancerHealth() => Object(
        "Of the upstream.",
        ("data", Object(
            "The upstream.",
            ("id", new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid", Description = "Its id." }),
            ("health", Text("HEALTHY, UNHEALTHY or HEALTHCHECKS_OFF.")),
            ("balancer_health", Text("HEALTHY or UNHEALTHY.")),
            ("details", Open("Its targets with their addresses and weights.")))),
        ("next", new OpenApiSchema { Type = JsonSchemaType.Null, Description = "There is one page." }),
        ("node_id", new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid", Description = "The node that answers." }));

    private OpenApiOperation Start(string summary) => new()
    {
        Tags = new HashSet<OpenApiTagReference> { new(tag, document) },
        Summary = summary,
        Responses = [],
    };
}
