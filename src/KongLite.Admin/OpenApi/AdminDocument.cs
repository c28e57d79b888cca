using KongLite.Admin.Endpoints;
using KongLite.Admin.Routing;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Schema;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace KongLite.Admin.OpenApi;

/// <summary>
/// Describes the Admin API: every path of its table, with what the schemas of the entities say. The paths are not endpoints of ASP.NET, so that all of
/// the document is made here.
/// </summary>
internal sealed class AdminDocument(SchemaCatalog catalog, EndpointTable endpoints, PluginEndpoints plugins) : IOpenApiDocumentTransformer
{
    private const string Description =
        "Everything that the node serves is configured here. Bodies are JSON, or forms with the same fields: a.b for fields of records, a[1] for elements of lists. "
        + "Each path that answers GET also answers HEAD, and each path answers OPTIONS with its methods.";

    private static readonly Dictionary<string, string> PathParts = new(StringComparer.Ordinal)
    {
        ["cache_key"] = "Key of a cached answer, as X-Cache-Key tells it.",
        ["plugin_id"] = "Id of a plugin.",
        ["address"] = "An address that the target's name resolves to.",
        ["db_entity_name"] = "Internal name of an entity, such as services.",
        ["filter_chains"] = "Id or name of a filter chain.",
        ["key"] = "Key of a cached row.",
        ["log_level"] = "The level.",
        ["name"] = "Internal name of an entity, or name of a plugin or of a type of vault.",
        ["tags"] = "The tag.",
    };

    /// <inheritdoc/>
    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo { Title = "KongLite Admin API", Version = NodeInfo.Version, Description = Description };
        document.Servers = [new OpenApiServer { Url = "/", Description = "The node that serves this document." }];
        document.Tags = new HashSet<OpenApiTag>(Tags());
        document.Components = new OpenApiComponents();
        var examples = new EntityExamples(catalog);
        new ErrorAnswers(document, examples).Add();
        new EntityComponents(catalog, document, examples).Add();
        document.Paths = Paths(document);
        return Task.CompletedTask;
    }

    private IEnumerable<OpenApiTag> Tags() =>
    [
        .. Served().Select(schema => new OpenApiTag { Name = Phrases.Tag(schema), Description = schema.Record.Description }),
        new OpenApiTag { Name = InformationOperations.TagTag, Description = "The words that rows can be found by." },
        new OpenApiTag { Name = InformationOperations.SchemaTag, Description = "What rows look like, and whether one is sound." },
        new OpenApiTag { Name = InformationOperations.NodeTag, Description = "What the node says of itself." },
        new OpenApiTag { Name = InformationOperations.PluginTag, Description = "What plugins gather while they run." },
        new OpenApiTag { Name = InformationOperations.ForeignTag, Description = "Paths that Kong serves when it runs in another way. Here they only refuse." },
    ];

    private IEnumerable<EntitySchema> Served() => catalog.Entities.Where(each => each.HasAdminApi);

    private OpenApiPaths Paths(OpenApiDocument document)
    {
        var entities = new EntityOperations(document);
        var information = new InformationOperations(document, [.. plugins.Operations()]);
        var upstreams = new UpstreamOperations(document, catalog.Find("upstreams") is { } schema ? Phrases.Tag(schema) : InformationOperations.NodeTag);
        var paths = new OpenApiPaths();
        foreach (AdminEndpoint endpoint in endpoints.Endpoints)
        {
            EntityPath? path = EntityPath.Of(endpoint.Pattern, catalog);
            var item = new OpenApiPathItem { Parameters = [.. Parameters(document, endpoint.Pattern)] };
            foreach (string method in endpoint.Methods)
            {
                // What is special about a path comes before what is true of all entities.
                OpenApiOperation operation = information.Of(endpoint.Pattern, method)
                    ?? upstreams.Of(endpoint.Pattern, method)
                    ?? (path is null ? null : entities.Of(path, method))
                    ?? new OpenApiOperation { Responses = [] };
                operation.OperationId = IdOf(endpoint.Pattern, method);
                operation.Responses = Sorted(operation.Responses!);
                item.AddOperation(HttpMethod.Parse(method), operation);
            }

            paths[endpoint.Pattern] = item;
        }

        return paths;
    }

    private static IEnumerable<IOpenApiParameter> Parameters(OpenApiDocument document, string pattern)
    {
        foreach (string segment in pattern.Split('/').Where(each => each.StartsWith('{')))
        {
            string name = segment[1..^1];
            yield return document.Components!.Parameters!.ContainsKey(name)
                ? new OpenApiParameterReference(name, document)
                : new OpenApiParameter
                {
                    Name = name,
                    In = ParameterLocation.Path,
                    Required = true,
                    Description = PathParts.GetValueOrDefault(name),
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                };
        }
    }

    // GET /services/{services}/routes becomes getServicesByKeyRoutes.
    private static string IdOf(string pattern, string method)
    {
        IEnumerable<string> words = pattern.Split('/', StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(segment => segment[0] == '{' ? ["by", "key"] : segment.Split('-', '_'))
            .Select(word => char.ToUpperInvariant(word[0]) + word[1..]);
        return method.ToLowerInvariant() + string.Concat(words.DefaultIfEmpty("Node"));
    }

    private static OpenApiResponses Sorted(OpenApiResponses responses)
    {
        var sorted = new OpenApiResponses();
        foreach ((string status, IOpenApiResponse response) in responses.OrderBy(each => each.Key, StringComparer.Ordinal))
        {
            sorted[status] = response;
        }

        return sorted;
    }
}
