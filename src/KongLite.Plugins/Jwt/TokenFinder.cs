using KongLite.Plugins.Shared.Authentication;
using KongLite.Sdk.Exchanges;

namespace KongLite.Plugins.Jwt;

/// <summary>Looks for tokens in all the places that the configuration names.</summary>
internal sealed class TokenFinder(JwtConfig config)
{
    private readonly string[] _arguments = [.. config.UriParamNames ?? []];
    private readonly string[] _cookies = [.. config.CookieNames ?? []];
    private readonly string[] _headers = [.. config.HeaderNames ?? []];

    /// <summary>What there is.</summary>
    public FoundTokens Find(ClientRequest request)
    {
        var found = default(FoundTokens);
        if (_arguments.Length > 0 && request.RawQuery.Length > 0)
        {
            FindInQuery(request, ref found);
        }

        foreach (string name in _cookies)
        {
            found.Add(InCookies(request, name));
        }

        foreach (string name in _headers)
        {
            if (request.Header(name) is { } header
                && AuthorizationScheme.TryFind(header, "Bearer", out ReadOnlySpan<char> token))
            {
                found.Add(header.AsMemory(header.Length - token.Length));
            }
        }

        return found;
    }

    private void FindInQuery(ClientRequest request, ref FoundTokens found)
    {
        foreach (KeyValuePair<string, string?> pair in request.Query.Pairs)
        {
            if (Array.IndexOf(_arguments, pair.Key) < 0)
            {
                continue;
            }

            if (pair.Value is null)
            {
                found.AddValueless();
            }
            else
            {
                found.Add(pair.Value.AsMemory());
            }
        }
    }

    // nginx's reading: the first cookie of the name counts, in either case; its value ends at a semicolon.
    private static ReadOnlyMemory<char> InCookies(ClientRequest request, string name)
    {
        foreach (string? line in request.Headers.Cookie)
        {
            ReadOnlyMemory<char> rest = line.AsMemory();
            while (!rest.IsEmpty)
            {
                if (ValueOf(rest, name) is { } value)
                {
                    return value;
                }

                int end = rest.Span.IndexOfAny(';', ',');
                rest = end < 0 ? default : rest[(end + 1)..].TrimStart(' ');
            }
        }

        return default;
    }

    private static ReadOnlyMemory<char>? ValueOf(ReadOnlyMemory<char> cookie, string name)
    {
        if (!cookie.Span.StartsWith(name, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        ReadOnlyMemory<char> rest = cookie[name.Length..].TrimStart(' ');
        if (rest.IsEmpty || rest.Span[0] != '=')
        {
            return null;
        }

        rest = rest[1..].TrimStart(' ');
        int end = rest.Span.IndexOf(';');
        return end < 0 ? rest : rest[..end];
    }
}
