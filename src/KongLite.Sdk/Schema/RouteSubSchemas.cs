using System.Text.Json.Nodes;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema.Constraints;

namespace KongLite.Sdk.Schema;

/// <summary>
/// The first known protocol of a route decides which fields it may not have (Kong: <c>routes_subschemas.lua</c>). Without a known one, that is all
/// Kong reports.
/// </summary>
internal sealed class RouteSubSchemas : ISubSchemas
{
    private const string HttpFamily = "'http' or 'https'";
    private const string StreamFamily = "'tcp', 'tls', 'tls_passthrough' or 'udp'";
    private const string GrpcFamily = "'grpc' or 'grpcs'";
    private readonly RecordSchema _routes;
    private readonly RecordSchema _http;
    private readonly RecordSchema _stream;
    private readonly RecordSchema _grpc;

    /// <summary>The sub-schemas of routes.</summary>
    /// <param name="routes">The routes of the router flavour in use.</param>
    public RouteSubSchemas(EntitySchema routes)
    {
        _routes = routes.Record;
        // Expressions can ask any request for its addresses, and so can the routes beside them.
        string[] addresses = _routes.Type == typeof(ExpressionRoute) ? [] : ["sources", "destinations"];
        _http = Without(HttpFamily, addresses);
        _stream = Without(StreamFamily, "methods", "hosts", "paths", "headers");
        _grpc = Without(GrpcFamily, ["methods", .. addresses, "strip_path"]);
    }

    public string Key => "protocols";

    public RecordSchema? Find(JsonObject input, out string? error)
    {
        error = null;
        if (input[Key] is JsonObject)
        {
            error = "unknown type: nil";
            return null;
        }

        if (input[Key] is not JsonArray protocols)
        {
            // The type error says more.
            return _routes;
        }

        foreach (JsonNode? each in protocols)
        {
            if (Protocols.TryParse(each.AsText(), out Protocol known))
            {
                return known.IsGrpc() ? _grpc : known.IsHttp() ? _http : _stream;
            }
        }

        string first = protocols.Count == 0 ? "nil" : protocols[0].AsText() ?? protocols[0]?.ToJsonString() ?? "nil";
        error = $"unknown type: {first}";
        return null;
    }

    private RecordSchema Without(string family, params string[] fields) => new(
        _routes.Type,
        [.. _routes.Fields.Select(field => fields.Contains(field.Name) ? Refused(field, family) : field)],
        _routes.Shorthands,
        _routes.Checks);

    private static Field Refused(Field field, string family)
    {
        string error = $"cannot set '{field.Name}' when 'protocols' is {family}";
        bool isFlag = field.Type == FieldType.Boolean;
        return new Field
        {
            Name = field.Name,
            Type = field.Type,
            ClrType = field.ClrType,
            Required = field.Required,
            Default = isFlag ? JsonValue.Create(false) : null,
            Constraints = [isFlag ? new MustBeFalseAttribute(error) : new MustBeNullAttribute { Error = error }],
            Elements = field.Elements,
            Keys = field.Keys,
            Description = field.Description,
        };
    }
}
