using KongLite.Sdk.Schema.Constraints;
using KongLite.Sdk.Schema.Typedefs;

namespace KongLite.Plugins.Redirect;

/// <summary>Configuration of <c>redirect</c>.</summary>
internal sealed record RedirectConfig
{
    /// <summary>Status of the answer, 100 to 599.</summary>
    [Between(100, 599)]
    public int StatusCode { get; init; } = 301;

    /// <summary>URL to send clients to, with scheme and host.</summary>
    [Is<Url>]
    public required string Location { get; init; }

    /// <summary>Whether the request's path and query take the place of those of the URL.</summary>
    public bool? KeepIncomingPath { get; init; } = false;
}
