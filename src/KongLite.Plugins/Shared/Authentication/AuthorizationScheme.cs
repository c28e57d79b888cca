using System.Buffers;

namespace KongLite.Plugins.Shared.Authentication;

/// <summary>Finds the scheme in an <c>Authorization</c> header as Kong's expressions do: anywhere, and with either case of its first letter.</summary>
internal static class AuthorizationScheme
{
    /// <summary>What separates a scheme from what follows it.</summary>
    public static readonly SearchValues<char> Blanks = SearchValues.Create(" \t\v\f\r\n");

    /// <summary>Finds the first place where a scheme has blanks and then something else behind it.</summary>
    /// <param name="header">The header's value.</param>
    /// <param name="scheme">The scheme, beginning with a capital letter.</param>
    /// <param name="rest">Everything behind the blanks.</param>
    public static bool TryFind(ReadOnlySpan<char> header, ReadOnlySpan<char> scheme, out ReadOnlySpan<char> rest)
    {
        char capital = scheme[0];
        ReadOnlySpan<char> tail = scheme[1..];
        while (header.IndexOf(tail) is var at && at >= 0)
        {
            bool begins = at > 0 && (header[at - 1] == capital || header[at - 1] == char.ToLowerInvariant(capital));
            header = header[(at + tail.Length)..];
            int text = header.IndexOfAnyExcept(Blanks);
            if (begins && text > 0)
            {
                rest = header[text..];
                return true;
            }
        }

        rest = default;
        return false;
    }
}
