using System.Net;
using KongLite.Sdk.Exchanges;

namespace KongLite.Tests.Gateway.Routing.Naive;

/// <summary>A header line.</summary>
internal readonly record struct HeaderLine(string Name, string Value)
{
    public bool Is(string name) => Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    public override string ToString() => $"{Name}: {Value}";
}

/// <summary>Which headers a service is sent, by the book.</summary>
internal static class NaiveForwarding
{
    private static readonly string[] Ours =
        [
            "Host", "Connection", "Keep-Alive", "Proxy", "Proxy-Connection", "TE", "Upgrade", "Expect", "Transfer-Encoding", "Content-Length", "Via",
            "X-Real-IP", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Port", "X-Forwarded-Path", "X-Forwarded-Prefix",
            "X-Kong-Request-Id",
        ];

    /// <summary>The lines, but for Host and the request id, sorted.</summary>
    /// <param name="sent">The client's lines.</param>
    /// <param name="host">Host of the request, with or without port.</param>
    /// <param name="rawPath">Path of the request.</param>
    /// <param name="port">The listener's.</param>
    /// <param name="stripped">What <c>strip_path</c> left out.</param>
    /// <param name="isTrusted">Whether the peer is believed, and <c>X-Forwarded-For</c> names the client.</param>
    /// <param name="length">Length of the body; null: there is none.</param>
    public static string[] Lines(IReadOnlyList<HeaderLine> sent, string host, string rawPath, int port, string? stripped, bool isTrusted, int? length)
    {
        string[] named = [.. Elements("Connection").Select(each => each.ToLowerInvariant()).Except(["close", "keep-alive", "upgrade"])];
        var lines = sent.Where(line => !Ours.Any(line.Is) && !named.Contains(line.Name.ToLowerInvariant())).ToList();
        string[] forwardedFor = Elements("X-Forwarded-For");
        string client = isTrusted ? RealAddress(forwardedFor) : "127.0.0.1";
        lines.Add(new HeaderLine("X-Forwarded-For", forwardedFor.Length > 0 ? $"{string.Join(", ", forwardedFor)}, 127.0.0.1" : "127.0.0.1"));
        lines.Add(new HeaderLine("X-Real-IP", client));
        lines.Add(new HeaderLine("X-Forwarded-Proto", Believed("X-Forwarded-Proto") ?? "http"));
        lines.Add(new HeaderLine("X-Forwarded-Host", Believed("X-Forwarded-Host") ?? NameOf(host).ToLowerInvariant()));
        lines.Add(new HeaderLine("X-Forwarded-Port", Believed("X-Forwarded-Port") ?? $"{port}"));
        lines.Add(new HeaderLine("X-Forwarded-Path", Believed("X-Forwarded-Path") ?? rawPath));
        if ((Believed("X-Forwarded-Prefix") ?? stripped) is { } prefix)
        {
            lines.Add(new HeaderLine("X-Forwarded-Prefix", prefix));
        }

        string[] via = [.. Values("Via").Where(value => value.Length > 0)];
        lines.Add(new HeaderLine("Via", via.Length == 0 ? $"1.1 {NodeInfo.ServerToken}" : $"{string.Join(',', via)}, 1.1 {NodeInfo.ServerToken}"));
        lines.Add(new HeaderLine("Connection", "keep-alive"));
        if (Elements("TE").Any(each => each.Split(';')[0].Trim().Equals("trailers", StringComparison.OrdinalIgnoreCase)))
        {
            lines.Add(new HeaderLine("TE", "trailers"));
        }

        if (length is { } bytes)
        {
            lines.Add(new HeaderLine("Content-Length", $"{bytes}"));
        }

        return Sorted(lines);

        IEnumerable<string> Values(string name) => sent.Where(line => line.Is(name)).Select(line => line.Value);

        string[] Elements(string name) => string.Join(',', Values(name)).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

        string? Believed(string name) => isTrusted ? Values(name).FirstOrDefault() : null;
    }

    /// <summary>Lines by name, whose case does not count; those of one header keep their order.</summary>
    public static string[] Sorted(IEnumerable<HeaderLine> lines) =>
        [.. lines.OrderBy(line => line.Name.ToLowerInvariant(), StringComparer.Ordinal).Select(line => $"{line.Name.ToLowerInvariant()}: {line.Value}")];

    // From the right, the first that is not trusted itself; 127.0.0.1 and 10.0.0.0/8 are.
    private static string RealAddress(string[] chain)
    {
        string[] addresses = [.. chain.Reverse().Select(each => IPEndPoint.Parse(each).Address.ToString())];
        string? untrusted = addresses.FirstOrDefault(each => each != "127.0.0.1" && !each.StartsWith("10.", StringComparison.Ordinal));
        return untrusted ?? addresses.LastOrDefault() ?? "127.0.0.1";
    }

    private static string NameOf(string host) => host.StartsWith('[') ? host[..(host.IndexOf(']') + 1)] : host.Split(':')[0];
}
