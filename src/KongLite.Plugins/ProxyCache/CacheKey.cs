using System.Security.Cryptography;
using System.Text;
using KongLite.Sdk.Exchanges;
using Microsoft.Extensions.Primitives;

namespace KongLite.Plugins.ProxyCache;

/// <summary>What makes requests the same to the cache: consumer, route, method, path, query arguments and headers, in one hash as Kong makes it.</summary>
/// <param name="config">Which of the arguments and headers count.</param>
internal sealed class CacheKey(ProxyCacheConfig config)
{
    private readonly string[] _arguments = [.. config.VaryQueryParams ?? []];
    private readonly string[] _headers = [.. config.VaryHeaders ?? []];

    /// <summary>The key of a request: 64 lower-case hexadecimal digits.</summary>
    public string Of(Exchange exchange)
    {
        var text = new StringBuilder(256);
        AppendScope(text, exchange);
        ClientRequest request = exchange.Request;
        text.Append('|').Append(request.Method).Append('|');
        AppendLine(text, request);
        text.Append('|');
        AppendArguments(text, request.Query.Pairs);
        text.Append('|');
        AppendHeaders(text, request);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static void AppendScope(StringBuilder text, Exchange exchange)
    {
        if (exchange.Route is not { } route)
        {
            text.Append("default");
            return;
        }

        if (exchange.Client.Consumer is { } consumer)
        {
            text.Append(consumer.Id).Append(':');
        }

        text.Append(route.Id);
    }

    // Kong takes the whole request line up to the query, so that the version counts as long as there is no query.
    private void AppendLine(StringBuilder text, ClientRequest request)
    {
        int start = text.Length;
        text.Append(request.Method).Append(' ').Append(request.RawPath);
        if (request.RawPath.Length == request.RawTarget.Length)
        {
            text.Append(' ').Append(request.Protocol);
        }

        if (config.IgnoreUriCase == true)
        {
            string line = text.ToString(start, text.Length - start);
            text.Length = start;
            text.Append(line.ToLowerInvariant());
        }
    }

    private void AppendArguments(StringBuilder text, IReadOnlyList<KeyValuePair<string, string?>> pairs)
    {
        if (pairs.Count == 0)
        {
            return;
        }

        var values = new Dictionary<string, List<string?>>(StringComparer.Ordinal);
        foreach ((string name, string? value) in pairs)
        {
            if (!values.TryGetValue(name, out List<string?>? known))
            {
                values[name] = known = [];
            }

            known.Add(value);
        }

        int start = text.Length;
        string[] names = _arguments;
        if (names.Length == 0)
        {
            names = [.. values.Keys];
            Array.Sort(names, StringComparer.Ordinal);
        }

        foreach (string name in names)
        {
            if (values.TryGetValue(name, out List<string?>? known))
            {
                Append(text, start, name, known);
            }
        }
    }

    private void AppendHeaders(StringBuilder text, ClientRequest request)
    {
        int start = text.Length;
        foreach (string name in _headers)
        {
            if (request.Headers.TryGetValue(name, out StringValues lines))
            {
                Append(text, start, name, [.. lines]);
            }
        }
    }

    // One without a value is its name alone.
    private static void Append(StringBuilder text, int start, string name, List<string?> values)
    {
        if (text.Length > start)
        {
            text.Append(':');
        }

        text.Append(name);
        if (values is [null])
        {
            return;
        }

        values.Sort(StringComparer.Ordinal);
        text.Append('=').AppendJoin(',', values);
    }
}
