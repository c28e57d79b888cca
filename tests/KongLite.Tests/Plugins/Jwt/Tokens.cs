using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace KongLite.Tests.Plugins.Jwt;

/// <summary>Makes tokens.</summary>
internal static class Tokens
{
    /// <summary>A token that is signed with HS256 and the secret <c>secret</c>.</summary>
    public static string Of(string claims, string header = """{"alg":"HS256"}""") => Of(claims, header, data => HMACSHA256.HashData("secret"u8, data));

    /// <summary>A token.</summary>
    public static string Of(string claims, string header, Func<byte[], byte[]> sign)
    {
        string signed = $"{Encode(Encoding.UTF8.GetBytes(header))}.{Encode(Encoding.UTF8.GetBytes(claims))}";
        return $"{signed}.{Encode(sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    /// <summary>Base64 as tokens have it.</summary>
    public static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
