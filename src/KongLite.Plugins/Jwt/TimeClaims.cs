using System.Text.Json.Nodes;

namespace KongLite.Plugins.Jwt;

/// <summary>Checks when a token is valid.</summary>
internal sealed class TimeClaims(JwtConfig config, TimeProvider clock)
{
    private readonly bool _verifiesEnd = config.ClaimsToVerify?.Contains("exp") == true;
    private readonly bool _verifiesBeginning = config.ClaimsToVerify?.Contains("nbf") == true;
    private readonly double _mostAhead = config.MaximumExpiration ?? 0;

    /// <summary>What is wrong, by claim; null: nothing.</summary>
    public JsonObject? Check(Claims claims)
    {
        if (!_verifiesEnd && !_verifiesBeginning && _mostAhead <= 0)
        {
            return null;
        }

        long now = clock.GetUtcNow().ToUnixTimeSeconds();
        string? end = !_verifiesEnd ? null : claims.Expiry is not { } expiry ? "must be a number" : expiry <= now ? "token expired" : null;
        string? beginning = !_verifiesBeginning ? null
            : claims.NotBefore is not { } begin ? "must be a number" : begin > now ? "token not valid yet" : null;
        if (end is null && beginning is null && _mostAhead > 0 && (claims.Expiry is not { } last || last - now > _mostAhead))
        {
            end = "exceeds maximum allowed expiration";
        }

        if (end is null && beginning is null)
        {
            return null;
        }

        var errors = new JsonObject();
        if (beginning is not null)
        {
            errors["nbf"] = beginning;
        }

        if (end is not null)
        {
            errors["exp"] = end;
        }

        return errors;
    }
}
