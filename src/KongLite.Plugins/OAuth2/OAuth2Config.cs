using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Constraints;

namespace KongLite.Plugins.OAuth2;

/// <summary>Configuration of <c>oauth2</c>. At least one of the four grants must be on.</summary>
[CheckedBy<OAuth2Checks>]
internal sealed record OAuth2Config
{
    /// <summary>Scopes that clients may ask for. Null: none.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>Whether clients must ask for a scope.</summary>
    public bool MandatoryScope { get; init; }

    /// <summary>Key by which the application that asks users for their consent shows that it may; 32 letters and digits when missing.</summary>
    [Auto, Unique, Secret]
    public required string ProvisionKey { get; init; }

    /// <summary>How long access tokens are valid, in seconds; 0: for ever.</summary>
    public double TokenExpiration { get; init; } = 7200;

    /// <summary>Whether the authorization code grant is on (RFC 6749, 4.1).</summary>
    public bool EnableAuthorizationCode { get; init; }

    /// <summary>Whether the implicit grant is on (RFC 6749, 4.2).</summary>
    public bool EnableImplicitGrant { get; init; }

    /// <summary>Whether the client credentials grant is on (RFC 6749, 4.4).</summary>
    public bool EnableClientCredentials { get; init; }

    /// <summary>Whether the password grant is on (RFC 6749, 4.3).</summary>
    public bool EnablePasswordGrant { get; init; }

    /// <summary>Whether the token is taken out of the request before the service sees it.</summary>
    public bool HideCredentials { get; init; }

    /// <summary>Whether a trusted proxy's <c>X-Forwarded-Proto: https</c> counts as HTTPS.</summary>
    public bool AcceptHttpIfAlreadyTerminated { get; init; }

    /// <summary>Id or username of the consumer that stands for requests without a valid token. Null: such requests are rejected.</summary>
    public string? Anonymous { get; init; }

    /// <summary>Whether tokens of other services with this setting are valid, too.</summary>
    public bool GlobalCredentials { get; init; }

    /// <summary>Header that carries the access token.</summary>
    public string? AuthHeaderName { get; init; } = "authorization";

    /// <summary>How long refresh tokens are valid, in seconds; 0: for ever.</summary>
    [Between(0, 100_000_000)]
    public double RefreshTokenTtl { get; init; } = 1_209_600;

    /// <summary>Whether a refresh token stays valid once it was used.</summary>
    public bool ReuseRefreshToken { get; init; }

    /// <summary>Of which clients a proof of possession is asked.</summary>
    [Optional]
    public OAuth2Pkce? Pkce { get; init; } = OAuth2Pkce.Lax;

    /// <summary>Realm named in <c>WWW-Authenticate</c>. Null: none.</summary>
    [Optional]
    public string? Realm { get; init; }
}
