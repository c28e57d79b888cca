using FluentValidation;
using KongLite.Sdk.Routing;
using KongLite.Sdk.Schema.Checks;

namespace KongLite.Sdk.Entities;

/// <summary>What a route's protocols demand and rule out (Kong: <c>routes.lua</c> and <c>routes_subschemas.lua</c>).</summary>
internal sealed class RouteChecks : Checks<Route>
{
    private const string NoExpression = "Router Expression failed validation: ";
    private const string Http = "'http' or 'https'";
    private const string Stream = "'tcp', 'tls', 'tls_passthrough' or 'udp'";
    private const string Grpc = "'grpc' or 'grpcs'";

    public RouteChecks()
    {
        Conditional(
            r => r.Protocols,
            Match.Elements(Match.NotOneOf("grpcs", "https", "tls", "tls_passthrough")),
            r => r.Snis,
            Match.Length(0),
            "'snis' can only be set when 'protocols' is 'grpcs', 'https', 'tls' or 'tls_passthrough'");
        Custom(runsWithMissingFields: false, "path_handling");
        Custom(
            runsWithMissingFields: true,
            "id", "protocols", "snis", "sources", "destinations", "methods", "hosts", "paths", "headers", "expression", "regex_priority", "priority");
        RuleFor(r => r.Protocols).Custom((protocols, validation) => CheckFamily(protocols, validation));
        RuleFor(r => r.Headers).Custom((headers, validation) => CheckHeaders(headers, validation));
        RuleFor(r => r.Paths).Custom((paths, validation) => CheckPaths(paths, validation));
    }

    private static void CheckFamily(IReadOnlyList<Protocol> protocols, ValidationContext<Route> validation)
    {
        if (protocols is not [var first, ..])
        {
            return;
        }

        Route route = validation.InstanceToValidate;
        switch (first)
        {
            case Protocol.Http or Protocol.Https:
                CheckHttp(route, validation);
                break;
            case Protocol.Grpc or Protocol.Grpcs:
                CheckGrpc(route, validation);
                break;
            default:
                CheckStream(route, validation);
                break;
        }
    }

    private static void CheckHttp(Route route, ValidationContext<Route> validation)
    {
        Refuse(validation, Http, "sources", "destinations");
        bool secure = route.Protocols.Contains(Protocol.Https);
        Demand(
            validation,
            secure ? "'https'" : "'http'",
            secure ? ["methods", "hosts", "headers", "paths", "snis"] : ["methods", "hosts", "headers", "paths"]);
    }

    private static void CheckGrpc(Route route, ValidationContext<Route> validation)
    {
        if (route.StripPath)
        {
            validation.AddFieldError("strip_path", $"cannot set 'strip_path' when 'protocols' is {Grpc}");
        }

        Refuse(validation, Grpc, "methods", "sources", "destinations");
        bool secure = route.Protocols.Contains(Protocol.Grpcs);
        Demand(validation, secure ? "'grpcs'" : "'grpc'", secure ? ["hosts", "headers", "paths", "snis"] : ["hosts", "headers", "paths"]);
    }

    private static void CheckStream(Route route, ValidationContext<Route> validation)
    {
        Refuse(validation, Stream, "methods", "hosts", "paths", "headers");
        if (route.Protocols[0] != Protocol.TlsPassthrough)
        {
            Demand(validation, "'tcp', 'tls' or 'udp'", ["sources", "destinations", "snis"]);
        }
        else if (Schema.JsonNodes.IsEmpty(CheckContext.Of(validation).Raw["snis"]))
        {
            validation.AddEntityError("must set snis when 'protocols' is 'tls_passthrough'");
        }
    }

    private static void Refuse(ValidationContext<Route> validation, string protocols, params string[] fields)
    {
        foreach (string field in fields)
        {
            // An empty list is not null, and so is refused too.
            if (CheckContext.Of(validation).Raw[field] is not null)
            {
                validation.AddFieldError(field, $"cannot set '{field}' when 'protocols' is {protocols}");
            }
        }
    }

    private static void Demand(ValidationContext<Route> validation, string protocols, string[] fields)
    {
        if (fields.All(field => Schema.JsonNodes.IsEmpty(CheckContext.Of(validation).Raw[field])))
        {
            validation.AddEntityError($"must set one of {string.Join(", ", fields.Select(field => $"'{field}'"))} when 'protocols' is {protocols}");
        }
    }

    // Kong compiles the route to an expression, in which such a header has nothing to be compared with.
    private static void CheckHeaders(IReadOnlyDictionary<string, IReadOnlyList<string>>? headers, ValidationContext<Route> validation)
    {
        if (headers?.FirstOrDefault(header => header.Value.Count == 0) is { Key: { } name })
        {
            validation.AddEntityError($"{NoExpression}header '{name}' has no values to match");
        }

        IEnumerable<string> values = headers?.Values.SelectMany(each => each) ?? [];
        CheckRegexes(values.Where(value => value.StartsWith("~*", StringComparison.Ordinal)).Select(value => value[2..].ToLowerInvariant()), validation);
    }

    // Broken ones are the field's own error already.
    private static void CheckPaths(IReadOnlyList<string>? paths, ValidationContext<Route> validation)
    {
        IEnumerable<string> patterns = (paths ?? []).Where(path => path.StartsWith('~')).Select(path => path[1..]);
        CheckRegexes(patterns.Where(pattern => PathRegex.Check(pattern) is not { Kind: PatternErrorKind.Syntax }), validation);
    }

    private static void CheckRegexes(IEnumerable<string> patterns, ValidationContext<Route> validation)
    {
        if (patterns.Select(PathRegex.Check).FirstOrDefault(error => error is not null) is { } error)
        {
            validation.AddEntityError($"{NoExpression}{error.Message}");
        }
    }
}

/// <summary>An address names something.</summary>
internal sealed class RouteAddressChecks : Checks<RouteAddress>
{
    public RouteAddressChecks() => AtLeastOneOf(a => a.Ip, a => a.Port);
}
