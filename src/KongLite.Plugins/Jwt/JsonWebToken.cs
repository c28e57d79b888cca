using System.Buffers;
using System.Text;
using KongLite.Plugins.Shared.Authentication;

namespace KongLite.Plugins.Jwt;

/// <summary>A token in compact form (RFC 7515), taken apart.</summary>
/// <param name="Algorithm">The algorithm that it says.</param>
/// <param name="Header">The header.</param>
/// <param name="Claims">The claims.</param>
/// <param name="Signed">The header and claims as they are signed.</param>
/// <param name="Signature">The signature.</param>
internal sealed record JsonWebToken(JwtAlgorithm Algorithm, Claims Header, Claims Claims, byte[] Signed, byte[] Signature)
{
    /// <summary>Takes a token apart.</summary>
    /// <param name="token">The token; anything.</param>
    /// <param name="keyName">What the claim is called that names the credential.</param>
    /// <param name="error">Why it cannot be done, in Kong's words.</param>
    /// <returns>The token; null: it is none.</returns>
    public static JsonWebToken? Read(ReadOnlySpan<char> token, string keyName, out string? error)
    {
        error = "invalid JSON";
        int first = token.IndexOf('.');
        int second = first < 0 ? -1 : token[(first + 1)..].IndexOf('.');
        if (second < 0 || !Ascii.IsValid(token))
        {
            return null;
        }

        second += first + 1;
        if (Part(token[..first], keyName) is not { } header || Part(token[(first + 1)..second], keyName) is not { } claims)
        {
            return null;
        }

        if (!TryParse(header.Algorithm, out JwtAlgorithm algorithm))
        {
            error = "invalid alg";
            return null;
        }

        if (claims.IsFalse)
        {
            error = "invalid claims";
            return null;
        }

        if (NginxBase64.Decode(token[(second + 1)..], url: true) is not { } signature)
        {
            error = "invalid signature";
            return null;
        }

        error = null;
        byte[] signed = new byte[second];
        Encoding.ASCII.GetBytes(token[..second], signed);
        return new JsonWebToken(algorithm, header, claims, signed, signature);
    }

    private static Claims? Part(ReadOnlySpan<char> encoded, string keyName)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(NginxBase64.MaxLength(encoded.Length));
        try
        {
            return NginxBase64.TryDecode(encoded, buffer, out int length, url: true) ? Claims.Read(buffer.AsSpan(0, length), keyName) : null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // Enum.TryParse would also take numbers and lists.
    private static bool TryParse(string? name, out JwtAlgorithm algorithm)
    {
        (JwtAlgorithm found, bool isKnown) = name switch
        {
            "HS256" => (JwtAlgorithm.HS256, true),
            "HS384" => (JwtAlgorithm.HS384, true),
            "HS512" => (JwtAlgorithm.HS512, true),
            "RS256" => (JwtAlgorithm.RS256, true),
            "RS384" => (JwtAlgorithm.RS384, true),
            "RS512" => (JwtAlgorithm.RS512, true),
            "ES256" => (JwtAlgorithm.ES256, true),
            "ES384" => (JwtAlgorithm.ES384, true),
            "ES512" => (JwtAlgorithm.ES512, true),
            "PS256" => (JwtAlgorithm.PS256, true),
            "PS384" => (JwtAlgorithm.PS384, true),
            "PS512" => (JwtAlgorithm.PS512, true),
            "EdDSA" => (JwtAlgorithm.EdDSA, true),
            _ => (default, false),
        };
        algorithm = found;
        return isKnown;
    }
}
