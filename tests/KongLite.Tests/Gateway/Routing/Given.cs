using System.Globalization;
using KongLite.Gateway.Routing;
using KongLite.Sdk.Entities;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace KongLite.Tests.Gateway.Routing;

/// <summary>Routes and requests for the tests of this folder, written on one line.</summary>
internal static class Given
{
    /// <summary>The port that requests arrive on.</summary>
    public const int ListenerPort = 8000;

    /// <summary>Routes from lines such as <c>A: hosts=a.t,*.t paths=/a headers=v:1|2</c>; a later one has a lesser id unless it names one.</summary>
    public static Router Router(params string[] lines) =>
        KongLite.Gateway.Routing.Router.Build(lines.Select((line, index) => new RouteEntry(Route(line, lines.Length - index), null)));

    public static Route Route(string line, int number = 1)
    {
        Dictionary<string, string> fields = line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Where(field => field.Contains('=', StringComparison.Ordinal))
            .Select(field => field.Split('=', 2))
            .ToDictionary(field => field[0], field => field[1]);
        return new Route
        {
            Id = Id(fields.TryGetValue("id", out string? id) ? int.Parse(id) : number),
            Name = line.Split(':')[0],
            Hosts = List(fields, "hosts"),
            Paths = List(fields, "paths"),
            Methods = List(fields, "methods"),
            Snis = List(fields, "snis"),
            Headers = List(fields, "headers")?.Select(header => header.Split(':', 2))
                .ToDictionary(header => header[0], IReadOnlyList<string> (header) => header[1].Split('|')),
            RegexPriority = fields.TryGetValue("regex_priority", out string? priority) ? long.Parse(priority) : 0,
        };
    }

    /// <summary>A request from a line such as <c>GET a.t:80 /path x-a:1 x-a:2</c>; <c>-</c> for no host.</summary>
    public static RequestKey Request(string line, bool isTls = false, string? sni = null)
    {
        string[] words = line.Split(' ');
        var headers = new HeaderDictionary();
        foreach (string[] header in words.Skip(3).Select(word => word.Split(':', 2)))
        {
            headers[header[0]] = StringValues.Concat(headers[header[0]], header[1]);
        }

        return new RequestKey
        {
            Method = words[0],
            Host = words[1] == "-" ? null : words[1],
            Path = words[2],
            Headers = headers,
            ListenerPort = ListenerPort,
            IsTls = isTls,
            Sni = sni,
        };
    }

    /// <summary>Name of the route that gets a request; <c>none</c> when there is none.</summary>
    public static string Winner(this Router router, in RequestKey request) => router.Match(request)?.Route.Route.Name ?? "none";

    public static Guid Id(int number) => Guid.Parse($"00000000-0000-4000-8000-{number:D12}", CultureInfo.InvariantCulture);

    private static string[]? List(Dictionary<string, string> fields, string name) =>
        fields.TryGetValue(name, out string? value) ? value.Split(',', StringSplitOptions.RemoveEmptyEntries) : null;
}
