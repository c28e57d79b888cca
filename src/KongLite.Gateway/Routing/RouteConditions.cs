using KongLite.Sdk.Entities;

namespace KongLite.Gateway.Routing;

/// <summary>What a request has to have for a route besides host and path: a method, headers and a TLS server name.</summary>
internal sealed class RouteConditions
{
    private readonly string[] _methods;
    private readonly HeaderCondition[] _headers;
    private readonly NamePattern[] _snis;

    /// <summary>Compiles the conditions of a route.</summary>
    /// <exception cref="ArgumentException">A header's regular expression is wrong.</exception>
    public RouteConditions(Route route)
    {
        _methods = [.. route.Methods ?? []];
        _headers = route.Headers is { } headers ? [.. headers.Select(header => new HeaderCondition(header.Key, header.Value))] : [];
        _snis = [.. (route.Snis ?? []).Select(sni => NamePattern.Parse(sni.Length > 1 && sni.EndsWith('.') ? sni[..^1] : sni))];
    }

    /// <summary>Whether a request meets all of them.</summary>
    public bool AreMet(in RequestKey key) => IsMethodMet(key.Method) && IsSniMet(key) && AreHeadersMet(key);

    private bool IsMethodMet(string method)
    {
        foreach (string each in _methods)
        {
            if (each == method)
            {
                return true;
            }
        }

        return _methods.Length == 0;
    }

    // Without TLS the name is not asked for, so that the request can be redirected to https.
    private bool IsSniMet(in RequestKey key)
    {
        if (_snis.Length == 0 || !key.IsTls)
        {
            return true;
        }

        foreach (NamePattern sni in _snis)
        {
            if (key.Sni is { } name && sni.Matches(name))
            {
                return true;
            }
        }

        return false;
    }

    private bool AreHeadersMet(in RequestKey key)
    {
        foreach (HeaderCondition header in _headers)
        {
            if (!header.IsMet(key.Headers))
            {
                return false;
            }
        }

        return true;
    }
}
