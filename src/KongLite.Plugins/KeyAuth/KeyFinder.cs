using System.Text.Json;
using System.Text.Json.Nodes;
using KongLite.Plugins.Shared;
using KongLite.Sdk.Exchanges;
using Microsoft.Extensions.Primitives;

namespace KongLite.Plugins.KeyAuth;

/// <summary>What a search for a key gave.</summary>
/// <param name="Key">The key as given, possibly empty; null: none.</param>
/// <param name="IsDuplicate">True when there are several where one may be.</param>
internal readonly record struct FoundKey(string? Key, bool IsDuplicate);

/// <summary>Looks for a key in the places that the configuration names, and takes it out of the request when it says so.</summary>
internal sealed class KeyFinder(KeyAuthConfig config)
{
    private readonly (string Name, string? Dashed)[] _names = [.. config.KeyNames.Select(name =>
        (name, name.Contains('_', StringComparison.Ordinal) ? name.Replace('_', '-') : null))];

    /// <summary>The first place that has anything under a name decides for that name; a name without a text gives way to the next one.</summary>
    public async ValueTask<FoundKey> FindAsync(Exchange exchange)
    {
        ParsedBody? body = null;
        foreach ((string name, string? dashed) in _names)
        {
            Place place = InHeader(exchange.Request, name, dashed);
            if (!place.IsThere)
            {
                place = InQuery(exchange.Request, name);
            }

            if (!place.IsThere && config.KeyInBody)
            {
                body ??= BodyParser.Parse(exchange, await exchange.Request.ReadBodyAsync());
                place = InBody(body, name);
            }

            if (place.IsDuplicate)
            {
                return new FoundKey(null, IsDuplicate: true);
            }

            if (place.Key is not null)
            {
                if (config.HideCredentials)
                {
                    await HideAsync(exchange, name, dashed, body);
                }

                return new FoundKey(place.Key, IsDuplicate: false);
            }
        }

        return default;
    }

    private Place InHeader(ClientRequest request, string name, string? dashed)
    {
        if (!config.KeyInHeader)
        {
            return default;
        }

        if (!request.Headers.TryGetValue(name, out StringValues values) && (dashed is null || !request.Headers.TryGetValue(dashed, out values)))
        {
            return default;
        }

        return values.Count == 1 ? new Place(RequestHeaders.Text(values[0])) : Place.Duplicate;
    }

    private Place InQuery(ClientRequest request, string name)
    {
        if (!config.KeyInQuery || request.RawQuery.Length == 0)
        {
            return default;
        }

        Place place = default;
        foreach (KeyValuePair<string, string?> pair in request.Query.Pairs)
        {
            if (pair.Key == name)
            {
                if (place.IsThere)
                {
                    return Place.Duplicate;
                }

                place = new Place(pair.Value);
            }
        }

        return place;
    }

    private static Place InBody(ParsedBody body, string name) => body[name] switch
    {
        null => default,
        JsonValue value => new Place(value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null),
        _ => Place.Duplicate,
    };

    // Wherever the key was found, a copy of it in another place must not reach the service either.
    private async ValueTask HideAsync(Exchange exchange, string name, string? dashed, ParsedBody? body)
    {
        exchange.Request.Headers.Remove(name);
        if (dashed is not null)
        {
            exchange.Request.Headers.Remove(dashed);
        }

        if (exchange.Request.RawQuery.Length > 0)
        {
            exchange.Upstream.SetRawQuery(QueryText.Without(exchange.Request.RawQuery, name));
        }

        if (config.KeyInBody)
        {
            body ??= BodyParser.Parse(exchange, await exchange.Request.ReadBodyAsync());
            if (body[name] is not null)
            {
                exchange.Upstream.SetBody(body.Without(name));
            }
        }
    }

    /// <summary>What one place has under a name: nothing, something that is no text, a text, or several values.</summary>
    private readonly record struct Place
    {
        public Place(string? key) => (Key, IsThere) = (key, true);

        public static Place Duplicate { get; } = new() { IsThere = true, IsDuplicate = true };

        public string? Key { get; }

        public bool IsThere { get; private init; }

        public bool IsDuplicate { get; private init; }
    }
}
