using System.Net;
using FluentValidation;
using KongLite.Sdk.Routing;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Checks;

namespace KongLite.Sdk.Entities;

/// <summary>What a route's protocols demand (Kong: <c>routes.lua</c>); <see cref="Schema.RouteSubSchemas"/> has what they rule out.</summary>
internal sealed class RouteChecks : Checks<Route>
{
    private const string Expression = "Router Expression failed validation: ";

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
        RuleFor(r => r.Sources).Custom((addresses, validation) => CheckAddresses(addresses, validation));
        RuleFor(r => r.Destinations).Custom((addresses, validation) => CheckAddresses(addresses, validation));
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
        bool secure = route.Protocols.Contains(Protocol.Https);
        Demand(
            validation,
            secure ? "'https'" : "'http'",
            secure ? ["methods", "hosts", "headers", "paths", "snis"] : ["methods", "hosts", "headers", "paths"]);
    }

    private static void CheckGrpc(Route route, ValidationContext<Route> validation)
    {
        bool secure = route.Protocols.Contains(Protocol.Grpcs);
        Demand(validation, secure ? "'grpcs'" : "'grpc'", secure ? ["hosts", "headers", "paths", "snis"] : ["hosts", "headers", "paths"]);
    }

    private static void CheckStream(Route route, ValidationContext<Route> validation)
    {
        if (route.Protocols[0] != Protocol.TlsPassthrough)
        {
            Demand(validation, "'tcp', 'tls' or 'udp'", ["sources", "destinations", "snis"]);
        }
        else if (CheckContext.Of(validation).Raw["snis"].IsEmpty())
        {
            validation.AddEntityError("must set snis when 'protocols' is 'tls_passthrough'");
        }
    }

    private static void Demand(ValidationContext<Route> validation, string protocols, string[] fields)
    {
        if (fields.All(field => CheckContext.Of(validation).Raw[field].IsEmpty()))
        {
            validation.AddEntityError($"must set one of {string.Join(", ", fields.Select(field => $"'{field}'"))} when 'protocols' is {protocols}");
        }
    }

    // Kong compiles the route to an expression, which has to be able to compare.
    private static void CheckHeaders(IReadOnlyDictionary<string, IReadOnlyList<string>>? headers, ValidationContext<Route> validation)
    {
        foreach ((string name, IReadOnlyList<string> values) in headers ?? new Dictionary<string, IReadOnlyList<string>>())
        {
            if (values.Count == 0)
            {
                validation.AddEntityError($"{Expression}header '{name}' has no values to match");
            }

            // Compared in lower case, and so is the pattern.
            IEnumerable<string> patterns = values.Where(value => value.StartsWith("~*", StringComparison.Ordinal));
            CheckPatterns(patterns.Select(value => value[2..].ToLowerInvariant()), validation);
        }
    }

    // Broken ones are the field's own error already.
    private static void CheckPaths(IReadOnlyList<string>? paths, ValidationContext<Route> validation)
    {
        IEnumerable<string> patterns = (paths ?? []).Where(path => path.StartsWith('~')).Select(path => path[1..]);
        CheckPatterns(patterns.Where(pattern => PathRegex.Check(pattern) is not { Kind: PatternErrorKind.Syntax }), validation);
    }

    private static void CheckPatterns(IEnumerable<string> patterns, ValidationContext<Route> validation)
    {
        if (patterns.Select(PathRegex.Check).FirstOrDefault(error => error is not null) is { } error)
        {
            validation.AddEntityError(Expression + error.Message);
        }
    }

    // Kong puts zeros behind a prefix, but not behind one of no bits.
    private static void CheckAddresses(IReadOnlyList<RouteAddress>? addresses, ValidationContext<Route> validation)
    {
        foreach (RouteAddress address in addresses ?? [])
        {
            if (address.Ip is { } block && block.EndsWith("/0", StringComparison.Ordinal)
                && IPAddress.TryParse(block.AsSpan(0, block.Length - 2), out IPAddress? own) && !own.Equals(IPAddress.Any) && !own.Equals(IPAddress.IPv6Any))
            {
                validation.AddEntityError($"{Expression}{address.Ip} has bits behind its prefix");
            }
        }
    }
}

/// <summary>An address names something.</summary>
internal sealed class RouteAddressChecks : Checks<RouteAddress>
{
    public RouteAddressChecks() => AtLeastOneOf(a => a.Ip, a => a.Port);
}
