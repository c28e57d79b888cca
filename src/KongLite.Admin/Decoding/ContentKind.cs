using Microsoft.AspNetCore.Http;

namespace KongLite.Admin.Decoding;

/// <summary>The forms of body that the Admin API reads.</summary>
internal enum ContentKind
{
    /// <summary>No body: no arguments.</summary>
    None,

    /// <summary>A JSON object.</summary>
    Json,

    /// <summary>Url-encoded form fields.</summary>
    Form,

    /// <summary>Multipart form fields.</summary>
    Multipart,

    /// <summary>YAML, which only <c>/config</c> takes.</summary>
    Yaml,
}

/// <summary>The check of <c>Content-Type</c>, which comes before anything else that is looked at (Kong: <c>api/init.lua</c>).</summary>
internal static class ContentKinds
{
    /// <summary>The only path that takes YAML.</summary>
    public const string ConfigPath = "/config";

    // Prefixes in exact case: application/jsonx passes, Application/JSON does not.
    private static readonly (string Prefix, ContentKind Kind, bool OnlyConfig)[] Accepted =
    [
        ("application/json", ContentKind.Json, false),
        ("multipart/form-data", ContentKind.Multipart, false),
        ("application/x-www-form-urlencoded", ContentKind.Form, false),
        ("application/yaml", ContentKind.Yaml, true),
        ("text/yaml", ContentKind.Yaml, true),
    ];

    /// <summary>The form of a request's body; null: one that is answered with 415.</summary>
    public static ContentKind? Of(HttpRequest request, string path)
    {
        if (request.Headers.ContentType is not [{ } type, ..])
        {
            return request.ContentLength is 0 || (request.ContentLength is null && request.Headers.TransferEncoding.Count == 0)
                ? ContentKind.None
                : null;
        }

        foreach ((string prefix, ContentKind kind, bool onlyConfig) in Accepted)
        {
            if (type.StartsWith(prefix, StringComparison.Ordinal) && (!onlyConfig || path == ConfigPath))
            {
                return kind;
            }
        }

        return null;
    }
}
