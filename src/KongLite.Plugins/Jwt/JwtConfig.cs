using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Constraints;

namespace KongLite.Plugins.Jwt;

/// <summary>Configuration of <c>jwt</c>.</summary>
internal sealed record JwtConfig
{
    /// <summary>Query arguments that may carry the token.</summary>
    [Set]
    public IReadOnlyList<string>? UriParamNames { get; init; } = ["jwt"];

    /// <summary>Cookies that may carry the token.</summary>
    [Set]
    public IReadOnlyList<string>? CookieNames { get; init; } = [];

    /// <summary>Claim, or else JOSE header, that names the credential's key.</summary>
    public string? KeyClaimName { get; init; } = "iss";

    /// <summary>Whether the secrets of HS256, HS384 and HS512 are base64.</summary>
    public bool SecretIsBase64 { get; init; }

    /// <summary>Times in the token that are checked: its end (<c>exp</c>), its beginning (<c>nbf</c>). Null: neither.</summary>
    [Set, OneOf("exp", "nbf", On = Part.Element)]
    public IReadOnlyList<string>? ClaimsToVerify { get; init; }

    /// <summary>Id or username of the consumer that stands for requests without a valid token. Null: such requests are rejected.</summary>
    public string? Anonymous { get; init; }

    /// <summary>Whether OPTIONS requests need a token, too.</summary>
    public bool RunOnPreflight { get; init; } = true;

    /// <summary>How far ahead a token's end may be, in seconds, up to a year; 0: any time. Needs <c>exp</c> among the claims to verify.</summary>
    [Between(0, 31536000)]
    public double? MaximumExpiration { get; init; } = 0;

    /// <summary>Headers that may carry the token, behind the word <c>Bearer</c>.</summary>
    [Set]
    public IReadOnlyList<string>? HeaderNames { get; init; } = ["authorization"];

    /// <summary>Realm named in <c>WWW-Authenticate</c>. Null: none.</summary>
    [Optional]
    public string? Realm { get; init; }
}
