using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Constraints;
using KongLite.Sdk.Schema.Typedefs;

namespace KongLite.Plugins.KeyAuth;

/// <summary>Configuration of <c>key-auth</c>.</summary>
internal sealed record KeyAuthConfig
{
    /// <summary>Names under which a key may be given, in the order in which they are tried. Each serves for header, query and body.</summary>
    [Is<HeaderName>(On = Part.Element)]
    public IReadOnlyList<string> KeyNames { get; init; } = ["apikey"];

    /// <summary>Whether the key is taken out of the request before the service sees it.</summary>
    public bool HideCredentials { get; init; }

    /// <summary>Id or username of the consumer that stands for requests without a valid key. Null: such requests are rejected.</summary>
    public string? Anonymous { get; init; }

    /// <summary>Whether a key in a header counts.</summary>
    public bool KeyInHeader { get; init; } = true;

    /// <summary>Whether a key in the query counts.</summary>
    public bool KeyInQuery { get; init; } = true;

    /// <summary>Whether a key in the body counts: url-encoded, JSON or multipart.</summary>
    public bool KeyInBody { get; init; }

    /// <summary>Whether OPTIONS requests need a key too.</summary>
    public bool RunOnPreflight { get; init; } = true;

    /// <summary>Realm named in <c>WWW-Authenticate</c>. Null: none.</summary>
    [Optional]
    public string? Realm { get; init; }
}
