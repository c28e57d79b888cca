using Microsoft.OpenApi;
using static KongLite.Admin.OpenApi.Shapes;

namespace KongLite.Admin.OpenApi;

/// <summary>What the paths that are about no entity answer.</summary>
internal static class InformationShapes
{
    /// <summary><c>GET /</c>.</summary>
    public static OpenApiSchema Node => Object(
        "The node.",
        ("tagline", Text("A greeting.")),
        ("version", Text("Version of Kong whose behaviour this is; clients choose features by it.")),
        ("edition", Text("Edition of Kong whose behaviour this is.")),
        ("hostname", Text("Name of the machine.")),
        ("node_id", new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid", Description = "Id of the node; another one after each start, unless configured." }),
        ("lua_version", Text("The runtime.")),
        ("timers", Object("Timers of the runtime.", ("running", Count("Those that run now.")), ("pending", Count("Those that wait.")))),
        ("pids", Object("The processes.", ("master", Count("Id of the process.")), ("workers", List("Ids of the processes that answer.", Count("Id of a process."))))),
        ("plugins", Object(
            "The plugins.",
            ("available_on_server", Open("The loaded plugins, by name.", Object("A plugin.", ("version", Text("Its version.")), ("priority", Count("Higher runs first."))))),
            ("enabled_in_cluster", List("Names of those that are configured.", Text("Name of a plugin."))))),
        ("configuration", Open("Every setting with its value in force; secrets are masked.")));

    /// <summary><c>GET /status</c>.</summary>
    public static OpenApiSchema Status
    {
        get
        {
            OpenApiSchema status = Server;
            status.Properties!["database"] = Object("The configuration's store, where there is one.", ("reachable", Flag("Whether it answers.")));
            status.Properties["configuration_hash"] = Text("Hash of the configuration, without a database; all zeros: there is none.");
            return status;
        }
    }

    /// <summary><c>GET /config</c>.</summary>
    public static OpenApiSchema Config => Object("The configuration.", ("config", Text("A kong.yml.")));

    /// <summary><c>GET /endpoints</c>.</summary>
    public static OpenApiSchema Endpoints => Object("The paths.", ("data", List("Patterns, parameters in braces.", Text("A pattern."))));

    /// <summary><c>GET /plugins/enabled</c>.</summary>
    public static OpenApiSchema EnabledPlugins => Object("The loaded plugins.", ("enabled_plugins", List("Names.", Text("Name of a plugin."))));

    /// <summary><c>GET /timers</c>.</summary>
    public static OpenApiSchema Timers => Object(
        "Timers of the runtime.",
        ("worker", Object("The process.", ("id", Count("Its number.")), ("count", Count("How many there are.")))),
        ("stats", Object(
            "Numbers for diagnosis.",
            ("flamegraph", Open("Texts for a flame graph.", Text("A text."))),
            ("sys", Open("Totals.", Count("A total."))),
            ("timers", Open("By timer.")))));

    /// <summary><c>GET /schemas/…</c>.</summary>
    public static OpenApiSchema Schema => Object(
        "A schema, in Kong's language for schemas.",
        ("fields", List("The fields, in order.", Open("One member: the field's name, and its type and rules."))),
        ("entity_checks", List("Rules about several fields.", Open("One member: the rule's name, and its arguments."))));

    /// <summary><c>GET /tags</c>.</summary>
    public static OpenApiSchema TagList => Page("A page of tags.", Object(
        "A tag of a row.",
        ("entity_name", Text("Internal name of the entity.")),
        ("entity_id", new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid", Description = "Id of the row." }),
        ("tag", Text("The tag."))));

    /// <summary>A page with rows of any shape.</summary>
    public static OpenApiSchema Page(string description, IOpenApiSchema row)
    {
        OpenApiSchema page = Object(
            description,
            ("data", List("The page.", row)),
            ("next", new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null, Description = "Path and query of the next page. Null: this is the last one." }));
        page.Properties!["offset"] = Text("Token of the next page. Missing on the last one.");
        return page;
    }

    private static OpenApiSchema Server => Object(
        "How the node is.",
        ("memory", Object(
            "Memory, in the unit of the query.",
            ("lua_shared_dicts", Open("Empty: the node has no such dictionaries.")),
            ("workers_lua_vms", List(
                "The processes.",
                Object(
                    "A process.",
                    ("http_allocated_gc", new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Integer, Description = "Its heap: a text with its unit, a number for bytes." }),
                    ("pid", Count("Id of the process."))))))),
        ("server", Object(
            "Connections and requests since the start.",
            ("connections_accepted", Count("Connections that came.")),
            ("connections_active", Count("Connections that are open.")),
            ("connections_handled", Count("Connections that were served.")),
            ("connections_reading", Count("Connections whose request is being read.")),
            ("connections_waiting", Count("Connections that are idle.")),
            ("connections_writing", Count("Connections that are being answered.")),
            ("total_requests", Count("Requests that came.")))));
}
