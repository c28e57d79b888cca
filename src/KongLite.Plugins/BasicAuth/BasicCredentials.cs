using System.Buffers;
using System.Text;
using System.Text.Unicode;
using KongLite.Plugins.Shared.Authentication;

namespace KongLite.Plugins.BasicAuth;

/// <summary>A username and password as a header carries them.</summary>
/// <param name="Username">Not empty.</param>
/// <param name="Password">The bytes of the password; any, also none.</param>
internal readonly record struct BasicCredentials(string Username, byte[] Password)
{
    /// <summary>
    /// Reads a header such as <c>Basic Ym9iOnNlY3JldA==</c>. As in Kong, text before <c>Basic</c> or <c>basic</c> and text behind the base64 do not
    /// matter.
    /// </summary>
    /// <param name="header">The header's value.</param>
    /// <param name="credentials">What it carries.</param>
    /// <returns>False: nothing that could belong to anybody.</returns>
    public static bool TryRead(ReadOnlySpan<char> header, out BasicCredentials credentials)
    {
        credentials = default;
        if (!AuthorizationScheme.TryFind(header, "Basic", out ReadOnlySpan<char> encoded))
        {
            return false;
        }

        int end = encoded.IndexOfAny(AuthorizationScheme.Blanks);
        encoded = end < 0 ? encoded : encoded[..end];
        byte[] buffer = ArrayPool<byte>.Shared.Rent(NginxBase64.MaxLength(encoded.Length));
        try
        {
            return NginxBase64.TryDecode(encoded, buffer, out int length) && TrySplit(buffer.AsSpan(0, length), out credentials);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private static bool TrySplit(ReadOnlySpan<byte> decoded, out BasicCredentials credentials)
    {
        credentials = default;
        int colon = decoded.IndexOf((byte)':');
        if (colon <= 0 || !Utf8.IsValid(decoded[..colon]))
        {
            return false;
        }

        ReadOnlySpan<byte> password = decoded[(colon + 1)..];
        if (password.EndsWith("\n"u8))
        {
            password = password[..^1];
        }

        credentials = new BasicCredentials(Encoding.UTF8.GetString(decoded[..colon]), password.ToArray());
        return true;
    }
}
