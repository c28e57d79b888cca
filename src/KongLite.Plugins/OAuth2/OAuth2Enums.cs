using System.Text.Json.Serialization;

namespace KongLite.Plugins.OAuth2;

/// <summary>Of which clients a proof of possession is asked (RFC 7636).</summary>
internal enum OAuth2Pkce
{
    /// <summary>Of none, even if they offer one.</summary>
    [JsonStringEnumMemberName("none")]
    None,

    /// <summary>Of public clients; of others if they offer one.</summary>
    [JsonStringEnumMemberName("lax")]
    Lax,

    /// <summary>Of all.</summary>
    [JsonStringEnumMemberName("strict")]
    Strict,
}

/// <summary>Whether a client can keep a secret (RFC 6749, 2.1).</summary>
internal enum OAuth2ClientType
{
    /// <summary>It can.</summary>
    [JsonStringEnumMemberName("confidential")]
    Confidential,

    /// <summary>It cannot: it runs on its user's device.</summary>
    [JsonStringEnumMemberName("public")]
    Public,
}

/// <summary>How tokens are used.</summary>
internal enum OAuth2TokenType
{
    /// <summary>Whoever has it may use it (RFC 6750).</summary>
    [JsonStringEnumMemberName("bearer")]
    Bearer,
}

/// <summary>How the challenge of a proof of possession is made.</summary>
internal enum OAuth2ChallengeMethod
{
    /// <summary>SHA-256 of the verifier.</summary>
    S256,
}
