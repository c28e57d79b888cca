using KongLite.Gateway.Routing;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace KongLite.Tests.Gateway.Routing.Naive;

/// <summary>A request as a client writes it. <paramref name="RawPath"/> is percent-encoded; each header is a line of its own.</summary>
internal sealed record NaiveRequest(
    string Method, string? Host, string RawPath, (string Name, string Value)[] Headers, bool IsTls, string? Sni, int ListenerPort)
{
    /// <summary>What the gateway's router makes of it.</summary>
    public RouteMatch? Match(Router router)
    {
        var headers = new HeaderDictionary();
        foreach ((string name, string value) in Headers)
        {
            headers[name] = StringValues.Concat(headers[name], value);
        }

        RequestPathError error = RequestPath.TryNormalize(RawPath, out string path);
        return error != RequestPathError.None ? null : router.Match(new RequestKey
        {
            Method = Method,
            Host = Host,
            Path = path,
            Headers = headers,
            IsTls = IsTls,
            Sni = Sni,
            ListenerPort = ListenerPort,
        });
    }

    public override string ToString() =>
        $"{Method} {RawPath} host={Host} port={ListenerPort} tls={IsTls} sni={Sni} {string.Join(' ', Headers.Select(each => $"{each.Name}:{each.Value}"))}";
}

/// <summary>What becomes of a request: the route, what its path matched and caught, and what the service is asked and told.</summary>
internal sealed record NaiveOutcome(string Route, string? Prefix, string? Upstream, string? ForwardedPrefix, string Captures)
{
    public static NaiveOutcome NoRoute { get; } = new("none", null, null, null, string.Empty);

    /// <summary>The gateway's.</summary>
    public static NaiveOutcome Of(RouteMatch? found)
    {
        if (found is not { } match)
        {
            return NoRoute;
        }

        string captures = Write(match.Captures.Unnamed, match.Captures.Named);
        return new NaiveOutcome(match.Route.Route.Name!, match.Prefix, UpstreamPath.Of(match), UpstreamPath.ForwardedPrefix(match), captures);
    }

    /// <summary>Captures as text.</summary>
    public static string Write(IEnumerable<string?> unnamed, IEnumerable<KeyValuePair<string, string>> named) =>
        string.Join('|', unnamed.Select(each => each ?? "-").Concat(named.OrderBy(each => each.Key).Select(each => $"{each.Key}={each.Value}")));
}

/// <summary>A route and its service, as text for a failure's report.</summary>
internal sealed record NaiveRoute(Route Route, Service? Service)
{
    public override string ToString() =>
        $"{Route.Name} id={Route.Id} created={Route.CreatedAt} protocols={string.Join(',', Route.Protocols)} methods={Text(Route.Methods)} "
        + $"hosts={Text(Route.Hosts)} paths={Text(Route.Paths)} snis={Text(Route.Snis)} "
        + $"headers={Text(Route.Headers?.Select(each => $"{each.Key}:{Text(each.Value)}"))} regex_priority={Route.RegexPriority} strip={Route.StripPath} "
        + $"handling={Route.PathHandling} service={Service?.Path ?? "-"} enabled={Service?.Enabled}";

    private static string Text(IEnumerable<string>? values) => values is null ? "-" : string.Join(',', values);
}
