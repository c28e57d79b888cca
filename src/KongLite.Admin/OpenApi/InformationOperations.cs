using KongLite.Sdk.Admin;
using Microsoft.OpenApi;
using static KongLite.Admin.OpenApi.ErrorAnswers;

namespace KongLite.Admin.OpenApi;

/// <summary>The operations that are no create, read, change or delete of an entity: information, schemas, tags, the log level, paths of Kong's other ways to run.</summary>
/// <param name="document">The document.</param>
/// <param name="plugins">What plugins bring.</param>
internal sealed class InformationOperations(OpenApiDocument document, IReadOnlyList<AdminOperation> plugins)
{
    /// <summary>Tag of what the node says of itself.</summary>
    public const string NodeTag = "Node";

    /// <summary>Tag of schemas.</summary>
    public const string SchemaTag = "Schemas";

    /// <summary>Tag of tags.</summary>
    public const string TagTag = "Tags";

    /// <summary>Tag of what plugins bring.</summary>
    public const string PluginTag = "What plugins keep";

    /// <summary>Tag of the paths that only refuse.</summary>
    public const string ForeignTag = "Of Kong's other ways to run";

    private const string OnlyControlPlane = "Only a control plane has data planes; this node is none.";

    /// <summary>Describes an operation.</summary>
    /// <returns>The operation; null: it is none of these.</returns>
    public OpenApiOperation? Of(string pattern, string method) => (method, pattern) switch
    {
        ("GET", "/") => Show(NodeTag, "Show the node", "The node", InformationShapes.Node),
        ("GET", "/endpoints") => Show(NodeTag, "List the paths of the Admin API", "The paths", InformationShapes.Endpoints),
        ("GET", "/plugins/enabled") => Show(NodeTag, "List the loaded plugins", "Their names", InformationShapes.EnabledPlugins),
        ("GET", "/timers") => Show(NodeTag, "Show timers of the runtime", "The timers", InformationShapes.Timers),
        ("GET", "/status") => Status(),
        ("GET", "/status/dns") => Say(NodeTag, "Show statistics of the DNS client", 501, "There are none."),
        ("GET", "/debug/node/log-level") => Say(NodeTag, "Show the log level", 200, "The log level."),
        ("PUT", "/debug/node/log-level/{log_level}") => SetLogLevel("Change the log level of the node"),
        ("PUT", "/debug/cluster/log-level/{log_level}") => SetLogLevel("Change the log level of all nodes"),
        ("DELETE", "/cache") => Start(NodeTag, "Drop all cached rows").Empty(),
        ("GET", "/cache/{key}") => Start(NodeTag, "Show a cached row").Refuses(document, NotFound),
        ("DELETE", "/cache/{key}") => Start(NodeTag, "Drop a cached row").Empty(),
        ("GET", "/schemas/{name}") => Schema("Show the schema of an entity"),
        ("GET", "/schemas/plugins/{name}") => Schema("Show the schema of a plugin"),
        ("GET", "/schemas/vaults/{name}") => Schema("Show the schema of a type of vault"),
        ("GET", "/plugins/schema/{name}") => Deprecated(Schema("Show the schema of a plugin's config"), "Use /schemas/plugins/{name}."),
        ("POST", "/schemas/{db_entity_name}/validate") => Validate("Check a row of an entity"),
        ("POST", "/schemas/plugins/validate") => Validate("Check a configuration of a plugin"),
        ("POST", "/schemas/vaults/validate") => Validate("Check a vault"),
        ("GET", "/tags") => Tags("List all tags of all rows"),
        ("GET", "/tags/{tags}") => Tags("List the rows with a tag"),
        ("POST", "/tags") => Start(TagTag, "Not served: tags are written with their rows").Refuses(document, BadBody),
        (_, "/tags/{tags}") => Start(TagTag, "Not served: tags are written with their rows").Refuses(document, MethodNotAllowed),
        ("GET", "/config") => Show(NodeTag, "Show the whole configuration, without a database", "The configuration", InformationShapes.Config)
            .Says(400, "The node has a database.", Message()),
        ("POST", "/config") => ReplaceConfig(),
        ("GET", "/clustering/data-planes" or "/clustering/status") => Say(ForeignTag, "List the data planes of a control plane", 400, OnlyControlPlane),
        ("POST", "/acme") => Acme().Says(400, "There is no host, or it has a port.", Message()),
        ("PATCH", "/acme") or ("GET", "/acme/certificates" or "/acme/certificates/{certificates}") => Acme(),
        _ => OfFilters(pattern) ?? OfPlugins(pattern, method),
    };

    private OpenApiOperation? OfFilters(string pattern) =>
        pattern.Split('/').Any(segment => segment is "filter-chains" or "filters")
            ? Say(ForeignTag, "Not served: filters need WebAssembly, which the node does not run", 400, "The node does not run WebAssembly.")
            : null;

    private OpenApiOperation? OfPlugins(string pattern, string method)
    {
        if (plugins.FirstOrDefault(each => each.Pattern == pattern && each.Method == method) is not { } operation)
        {
            return null;
        }

        OpenApiOperation description = Start(PluginTag, operation.Summary);
        foreach ((int status, string meaning) in operation.Answers)
        {
            description.Says(status, meaning);
        }

        return description;
    }

    private OpenApiOperation Status()
    {
        OpenApiOperation operation = Show(NodeTag, "Show how the node is", "The status", InformationShapes.Status)
            .Says(400, "The unit or the scale is wrong.", Message());
        operation.Parameters =
        [
            Argument("unit", "Unit of the sizes: b, k, m or g; m when missing.", JsonSchemaType.String),
            Argument("scale", "Decimals of the sizes; 2 when missing.", JsonSchemaType.Number),
        ];
        return operation;
    }

    private OpenApiOperation Acme() =>
        Start(ForeignTag, "Not served: certificates are not ordered here").Says(404, "There is no acme plugin. The body is a page.");

    private OpenApiOperation ReplaceConfig()
    {
        OpenApiOperation operation = Start(NodeTag, "Replace the whole configuration, without a database")
            .Says(201, "All of it is in force. The rows, by entity and id.", Shapes.Open("The rows."))
            .Says(304, "It is the one in force already.")
            .Says(400, "It is wrong, and nothing has changed; or the node has a database.", Message())
            .Says(429, "Another one is being read.", Message())
            .Says(504, "The proxy does not follow it yet.", Message())
            .Refuses(document, TooLarge, UnsupportedMediaType);
        operation.Description = "A kong.yml as JSON or YAML (text/yaml), or as the argument config of a form.";
        operation.Parameters =
        [
            Argument("check_hash", "1: nothing is done when this text is in force already.", JsonSchemaType.Integer),
            Argument("flatten_errors", "true: errors are also told as a list of rows.", JsonSchemaType.Boolean),
        ];
        Dictionary<string, OpenApiMediaType> content = Operations.Json(Shapes.Open("The configuration."));
        content["text/yaml"] = new OpenApiMediaType { Schema = Shapes.Text("The configuration.") };
        content["application/x-www-form-urlencoded"] = new OpenApiMediaType { Schema = Shapes.Object("A form.", ("config", Shapes.Text("The configuration."))) };
        operation.RequestBody = new OpenApiRequestBody { Required = true, Content = content };
        return operation;
    }

    private OpenApiOperation SetLogLevel(string summary)
    {
        OpenApiOperation operation = Say(NodeTag, summary, 200, "The log level is the one that was asked for.")
            .Says(400, "There is no such level, or the timeout is negative.", Message())
            .Says(405, "The node has no database.", Message())
            .Refuses(document, UnsupportedMediaType);
        operation.Description = "debug, info, notice, warn, error, crit, alert or emerg.";
        operation.Parameters = [Argument("timeout", "Seconds after which the configured level returns; 60 when missing, 0 for never.", JsonSchemaType.Number)];
        return operation;
    }

    private OpenApiOperation Schema(string summary) => Show(SchemaTag, summary, "The schema", InformationShapes.Schema)
        .Says(404, "The node does not know it.", Message());

    private OpenApiOperation Validate(string summary)
    {
        OpenApiOperation operation = Say(SchemaTag, summary, 200, "The input is sound.")
            .Says(404, "The node does not know the entity.", Message())
            .Refuses(document, BadBody, TooLarge, UnsupportedMediaType, Unexpected);
        operation.Description = "Nothing is stored, and no other rows are looked at. Texts of forms are not given the types of the schema: use JSON.";
        operation.RequestBody = new OpenApiRequestBody { Required = true, Content = Operations.Json(Shapes.Open("The input.")) };
        return operation;
    }

    private OpenApiOperation Tags(string summary)
    {
        OpenApiOperation operation = Show(TagTag, summary, "A page of tags", InformationShapes.TagList).Refuses(document, BadQuery);
        operation.Parameters = [new OpenApiParameterReference("query.size", document), new OpenApiParameterReference("query.offset", document)];
        return operation;
    }

    private OpenApiOperation Show(string tag, string summary, string answer, OpenApiSchema schema) =>
        Start(tag, summary).Says(200, $"{answer}.", schema).Refuses(document, Unexpected);

    private OpenApiOperation Say(string tag, string summary, int status, string description) =>
        Start(tag, summary).Says(status, description, Message());

    private OpenApiOperation Start(string tag, string summary) => new()
    {
        Tags = new HashSet<OpenApiTagReference> { new(tag, document) },
        Summary = summary,
        Responses = [],
    };

    private static OpenApiOperation Deprecated(OpenApiOperation operation, string instead)
    {
        operation.Deprecated = true;
        operation.Description = instead;
        return operation;
    }

    private OpenApiSchemaReference Message() => new(MessageSchema, document);

    private static OpenApiParameter Argument(string name, string description, JsonSchemaType type) =>
        new() { Name = name, In = ParameterLocation.Query, Description = description, Schema = new OpenApiSchema { Type = type } };
}
