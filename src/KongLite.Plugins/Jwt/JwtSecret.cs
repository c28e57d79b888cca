using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Checks;
using KongLite.Sdk.Schema.Constraints;
using KongLite.Sdk.Schema.Typedefs;

namespace KongLite.Plugins.Jwt;

/// <summary>The key, or secret, that verifies a consumer's tokens.</summary>
[Entity("jwt_secrets", EndpointKey = "key", AdminName = "jwts", NestedName = "jwt", OnDemand = true)]
[CheckedBy<JwtSecretChecks>]
internal sealed record JwtSecret : IEntity
{
    /// <summary>Primary key. A UUID; made up when missing.</summary>
    [Auto]
    public Guid Id { get; init; }

    /// <summary>When the credential was created, in seconds since 1970.</summary>
    [Auto, Timestamp]
    public long CreatedAt { get; init; }

    /// <summary>The consumer that the credential belongs to.</summary>
    [Foreign("consumers", OnDelete = OnDelete.Cascade)]
    public Guid ConsumerId { get; init; }

    /// <summary>What tokens name the credential by. Any text; 32 letters and digits when missing.</summary>
    [Auto, Unique, Optional]
    public string? Key { get; init; }

    /// <summary>Secret of HS256, HS384 and HS512; 32 letters and digits when missing.</summary>
    [Auto]
    public string? Secret { get; init; }

    /// <summary>Public key in PEM form, of the other algorithms. Null: none; an error for RS, PS and EdDSA.</summary>
    public string? RsaPublicKey { get; init; }

    /// <summary>Algorithm that tokens must use.</summary>
    public JwtAlgorithm? Algorithm { get; init; } = JwtAlgorithm.HS256;

    /// <summary>Words to find the credential by.</summary>
    [Set, Is<Tag>(On = Part.Element)]
    public IReadOnlyList<string>? Tags { get; init; }
}

/// <summary>Algorithms with public keys need one; of those of ECDSA Kong does not ask it.</summary>
internal sealed class JwtSecretChecks : Checks<JwtSecret>
{
    /// <summary>The rule.</summary>
    public JwtSecretChecks() => Conditional(
        secret => secret.Algorithm,
        Match.AnyPattern("^RS256$", "^RS384$", "^RS512$", "^PS256$", "^PS384$", "^PS512$", "^EdDSA$"),
        secret => secret.RsaPublicKey,
        Match.RequiredIs<JwtPublicKey>());
}
