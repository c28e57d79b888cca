using System.Text.Json.Nodes;
using FluentValidation;
using KongLite.Sdk.Routing;
using KongLite.Sdk.Routing.Expressions;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Checks;

namespace KongLite.Sdk.Entities;

/// <summary>What a route's protocols demand (Kong: <c>routes.lua</c>); <see cref="Schema.RouteSubSchemas"/> has what they rule out.</summary>
internal class RouteChecks : Checks<Route>
{
    private const string Failed = "Router Expression failed validation: ";
    private const string ClassicList = "'methods', 'hosts', 'paths', 'headers', 'snis', 'sources' or 'destinations' simultaneously";
    private static readonly string[] Classic = ["snis", "sources", "destinations", "methods", "hosts", "paths", "headers"];
    private static readonly string[] ExpressionSources = ["id", "protocols", .. Classic, "expression", "regex_priority", "priority"];
    private readonly string[] _always;

    public RouteChecks()
        : this(RouterFlavor.TraditionalCompatible)
    {
    }

    protected RouteChecks(RouterFlavor flavor)
    {
        _always = flavor == RouterFlavor.Expressions ? ["expression"] : [];
        Conditional(
            r => r.Protocols,
            Match.Elements(Match.NotOneOf("grpcs", "https", "tls", "tls_passthrough"), spellsText: flavor == RouterFlavor.Expressions),
            r => r.Snis,
            Match.Length(0),
            "'snis' can only be set when 'protocols' is 'grpcs', 'https', 'tls' or 'tls_passthrough'");
        Custom(runsWithMissingFields: false, "path_handling");
        RuleFor(r => r.Protocols).Custom((protocols, validation) => CheckFamily(protocols, validation));
        if (flavor != RouterFlavor.Traditional)
        {
            Custom(runsWithMissingFields: true, ExpressionSources);
            RuleFor(route => route).Custom((route, validation) => CheckExpression(route, validation));
        }
    }

    private void CheckFamily(IReadOnlyList<Protocol> protocols, ValidationContext<Route> validation)
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

    private void CheckHttp(Route route, ValidationContext<Route> validation)
    {
        bool secure = route.Protocols.Contains(Protocol.Https);
        Demand(
            validation,
            secure ? "'https'" : "'http'",
            secure ? ["methods", "hosts", "headers", "paths", "snis"] : ["methods", "hosts", "headers", "paths"]);
    }

    private void CheckGrpc(Route route, ValidationContext<Route> validation)
    {
        bool secure = route.Protocols.Contains(Protocol.Grpcs);
        Demand(validation, secure ? "'grpcs'" : "'grpc'", secure ? ["hosts", "headers", "paths", "snis"] : ["hosts", "headers", "paths"]);
    }

    private void CheckStream(Route route, ValidationContext<Route> validation)
    {
        JsonObject raw = CheckContext.Of(validation).Raw;
        if (route.Protocols[0] != Protocol.TlsPassthrough)
        {
            Demand(validation, "'tcp', 'tls' or 'udp'", ["sources", "destinations", "snis"]);
        }
        else if (raw["snis"].IsEmpty() && _always.All(field => raw[field].IsEmpty()))
        {
            validation.AddEntityError("must set snis when 'protocols' is 'tls_passthrough'");
        }
    }

    private void Demand(ValidationContext<Route> validation, string protocols, string[] fields)
    {
        string[] choice = [.. fields, .. _always];
        if (choice.All(field => CheckContext.Of(validation).Raw[field].IsEmpty()))
        {
            validation.AddEntityError($"must set one of {string.Join(", ", choice.Select(field => $"'{field}'"))} when 'protocols' is {protocols}");
        }
    }

    // Kong makes an expression of every route and has it compiled, unless one of the fields behind it is wrong already.
    private static void CheckExpression(Route route, ValidationContext<Route> validation)
    {
        CheckContext context = CheckContext.Of(validation);
        if (ExpressionSources.Any(context.Failed.Contains))
        {
            return;
        }

        string? expression = (route as ExpressionRoute)?.Expression;
        bool isClassic = Classic.Any(field => !context.Raw[field].IsEmpty());
        if (expression is null && !isClassic)
        {
            return;
        }

        string? error = expression is not null && isClassic ? $"cannot set 'expression' with {ClassicList}"
            : expression is not null && route.RegexPriority is not (null or 0) ? "cannot set 'regex_priority' with 'expression' simultaneously"
            : isClassic && route is ExpressionRoute { Priority: not 0 } ? $"cannot set 'priority' with {ClassicList}"
            : RouteExpression.Check(expression ?? ClassicExpression.Of(route), route.Protocols);
        if (error is not null)
        {
            validation.AddEntityError(Failed + error);
        }
    }
}

/// <summary>The checks of the <c>expressions</c> flavour.</summary>
internal sealed class ExpressionRouteChecks() : RouteChecks(RouterFlavor.Expressions);

/// <summary>The checks of the <c>traditional</c> flavour.</summary>
internal sealed class TraditionalRouteChecks() : RouteChecks(RouterFlavor.Traditional);

/// <summary>An address names something.</summary>
internal sealed class RouteAddressChecks : Checks<RouteAddress>
{
    public RouteAddressChecks() => AtLeastOneOf(a => a.Ip, a => a.Port);
}
