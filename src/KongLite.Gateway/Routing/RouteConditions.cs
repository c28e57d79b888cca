using System.Net;
using KongLite.Sdk.Entities;

namespace KongLite.Gateway.Routing;

/// <summary>What a request has to have for a route besides host and path: a method, headers, a TLS server name, addresses.</summary>
internal sealed class RouteConditions
{
    private readonly string[] _methods;
    private readonly HeaderCondition[] _headers;
    private readonly NamePattern[] _snis;
    private readonly AddressCondition[] _sources;
    private readonly AddressCondition[] _destinations;

    /// <summary>Compiles the conditions of a route.</summary>
    /// <exception cref="ArgumentException">A header's regular expression is wrong.</exception>
    public RouteConditions(Route route)
    {
        _methods = [.. route.Methods ?? []];
        _headers = route.Headers is { } headers ? [.. headers.Select(header => new HeaderCondition(header.Key, header.Value))] : [];
        _snis = [.. (route.Snis ?? []).Select(sni => NamePattern.Parse(sni.Length > 1 && sni.EndsWith('.') ? sni[..^1] : sni))];
        _sources = [.. (route.Sources ?? []).Select(address => new AddressCondition(address))];
        _destinations = [.. (route.Destinations ?? []).Select(address => new AddressCondition(address))];
    }

    /// <summary>Whether addresses matter.</summary>
    public bool NeedsAddresses => _sources.Length > 0 || _destinations.Length > 0;

    /// <summary>Whether a request meets all of them.</summary>
    public bool AreMet(in RequestKey key, int port) =>
        IsMethodMet(key.Method)
        && IsSniMet(key)
        && AreHeadersMet(key)
        && IsOneMet(_sources, key.ClientAddress, key.ClientPort)
        && IsOneMet(_destinations, key.ServerAddress, port);

    private static bool IsOneMet(AddressCondition[] conditions, IPAddress? address, int port)
    {
        foreach (AddressCondition condition in conditions)
        {
            if (condition.IsMet(address, port))
            {
                return true;
            }
        }

        return conditions.Length == 0;
    }

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
