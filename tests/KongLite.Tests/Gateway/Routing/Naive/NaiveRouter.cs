using System.Text.RegularExpressions;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Routing;

namespace KongLite.Tests.Gateway.Routing.Naive;

/// <summary>Kong's rules by the book: every part of every route is tried in order. Shares nothing with the router of the gateway.</summary>
internal sealed class NaiveRouter
{
    private readonly bool _isTraditional;
    private readonly List<NaivePart> _parts;
    private readonly Dictionary<string, Regex> _patterns;

    /// <param name="routes">The routes.</param>
    /// <param name="flavor"><c>traditional</c> or <c>traditional_compatible</c>.</param>
    /// <param name="patterns">Regular expressions that have been seen, by their text.</param>
    public NaiveRouter(IEnumerable<NaiveRoute> routes, RouterFlavor flavor, Dictionary<string, Regex> patterns)
    {
        _isTraditional = flavor == RouterFlavor.Traditional;
        _patterns = patterns;
        NaiveRoute[] served = [.. routes.Where(each => each.Service?.Enabled != false && each.Route.Protocols.Any(IsHttp))];
        _parts = [.. _isTraditional ? NaiveOrder.Traditional(served) : NaiveOrder.Compatible(served)];
    }

    /// <summary>What becomes of a request, and how many routes would have taken it.</summary>
    public NaiveOutcome Match(NaiveRequest request, out Route? route, out int contenders)
    {
        NaiveOutcome? outcome = null;
        var matching = new HashSet<Route>();
        route = null;
        if (NaivePath.Normalize(request.RawPath) is { } path)
        {
            foreach (NaivePart part in _parts)
            {
                if (IsMet(part.Route, request) && PathOf(part, path, out string? prefix, out string captures))
                {
                    matching.Add(part.Route);
                    route ??= part.Route;
                    outcome ??= Outcome(part, path, prefix, captures);
                }
            }
        }

        contenders = matching.Count;
        return outcome ?? NaiveOutcome.NoRoute;
    }

    private NaiveOutcome Outcome(NaivePart part, string path, string? prefix, string captures)
    {
        bool strips = part.Route.StripPath;
        string upstream = NaivePath.Upstream(part.Service?.Path ?? "/", path, prefix, strips, _isTraditional && part.Route.PathHandling == PathHandling.V1);
        return new NaiveOutcome(part.Route.Name!, prefix, NaivePath.Escape(upstream), strips && prefix != "/" ? prefix : null, captures);
    }

    private bool IsMet(Route route, NaiveRequest request) =>
        (route.Methods is null || route.Methods.Contains(request.Method))
        && (route.Hosts is null || (request.Host is { } host
            && route.Hosts.Any(entry => _isTraditional ? IsTraditionalHost(entry, host, request) : IsHost(entry, host, request))))
        && (route.Headers is null || route.Headers.All(header => IsHeader(header.Key, header.Value, request)))
        && (route.Snis is null || !request.IsTls || (request.Sni is { } sni && route.Snis.Any(entry => IsName(entry.TrimEnd('.'), sni))));

    private static bool IsHost(string entry, string host, NaiveRequest request)
    {
        (string name, int? port) = Split(host);
        (string wanted, int? wantedPort) = Split(entry);
        return IsName(wanted, name) && (wantedPort is null || wantedPort == (port ?? request.ListenerPort));
    }

    private bool IsTraditionalHost(string entry, string host, NaiveRequest request)
    {
        (string name, int? port) = Split(host);
        if (!entry.Contains('*'))
        {
            return entry == host || entry == name;
        }

        string pattern = entry.Replace(".", "\\.", StringComparison.Ordinal).Replace("*", ".+", StringComparison.Ordinal);
        pattern = entry.Contains(':') ? $"^{pattern}$" : $"^{pattern}(?::\\d+)?$";
        return Pattern(pattern).IsMatch($"{name}:{port ?? (request.IsTls ? 443 : 80)}");
    }

    private static (string Name, int? Port) Split(string host)
    {
        int colon = host.IndexOf(':');
        bool hasPort = colon >= 0 && colon < host.Length - 1 && host[(colon + 1)..].All(char.IsAsciiDigit);
        return hasPort ? (host[..colon], int.Parse(host[(colon + 1)..])) : (host, null);
    }

    private static bool IsName(string entry, string name) =>
        entry[0] == '*' ? name.EndsWith(entry[1..], StringComparison.Ordinal)
        : entry[^1] == '*' ? name.StartsWith(entry[..^1], StringComparison.Ordinal)
        : name == entry;

    private bool IsHeader(string name, IReadOnlyList<string> values, NaiveRequest request) => request.Headers
        .Where(line => Canonical(line.Name) == Canonical(name))
        .Any(line => values.Any(value => value.StartsWith("~*", StringComparison.Ordinal)
            ? Pattern(value[2..].ToLowerInvariant()).IsMatch(line.Value.ToLowerInvariant())
            : value.Equals(line.Value, StringComparison.OrdinalIgnoreCase)));

    private static string Canonical(string name) => name.ToLowerInvariant().Replace('_', '-');

    private bool PathOf(NaivePart part, string path, out string? prefix, out string captures)
    {
        (prefix, captures) = (null, string.Empty);
        foreach (string entry in part.Paths)
        {
            if (entry[0] != '~')
            {
                if (path.StartsWith(entry, StringComparison.Ordinal))
                {
                    prefix = entry;
                    return true;
                }

                continue;
            }

            Match match = Pattern(_isTraditional ? $"^(?:{entry[1..]})" : $"^{entry[1..]}").Match(path);
            if (match.Success)
            {
                (prefix, captures) = (match.Value, Captures(entry, match));
                return true;
            }
        }

        return part.Paths.Count == 0;
    }

    // .NET numbers the groups without name first; Kong from left to right. None of the expressions has an escaped parenthesis.
    private static string Captures(string entry, Match match)
    {
        string[] opened = [.. Regex.Matches(entry, @"\((?:\?<(\w+)>|(?!\?))").Select(each => each.Groups[1].Value)];
        int unnamed = 0;
        string?[] values =
            [.. opened.Select(name => name.Length > 0 ? match.Groups[name] : match.Groups[++unnamed]).Select(group => group.Success ? group.Value : null)];
        return NaiveOutcome.Write(
            values,
            opened.Zip(values).Where(each => each.First.Length > 0 && each.Second is not null).Select(each => KeyValuePair.Create(each.First, each.Second!)));
    }

    private Regex Pattern(string text)
    {
        if (!_patterns.TryGetValue(text, out Regex? pattern))
        {
            _patterns.Add(text, pattern = new Regex(text, RegexOptions.CultureInvariant));
        }

        return pattern;
    }

    private static bool IsHttp(Protocol protocol) => protocol is Protocol.Http or Protocol.Https or Protocol.Grpc or Protocol.Grpcs;
}
