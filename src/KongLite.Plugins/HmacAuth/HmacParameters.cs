using KongLite.Plugins.Shared.Authentication;

namespace KongLite.Plugins.HmacAuth;

/// <summary>What an <c>Authorization</c> header of this kind carries; each text has at least one character.</summary>
/// <param name="Username">Name of the credential.</param>
/// <param name="Algorithm">Name of the algorithm.</param>
/// <param name="Headers">Names of the signed headers, separated by single blanks.</param>
/// <param name="Signature">The signature, base64.</param>
internal readonly record struct HmacParameters(
    ReadOnlyMemory<char> Username, ReadOnlyMemory<char> Algorithm, ReadOnlyMemory<char> Headers, ReadOnlyMemory<char> Signature)
{
    /// <summary>
    /// Reads <c>hmac username="…", algorithm="…", headers="…", signature="…"</c>: in this order, blanks behind the commas, anything around it. Each
    /// value reaches as far as it can, as in Kong's greedy expression; so the separators are looked for from the end.
    /// </summary>
    /// <returns>False: it is nothing of the kind.</returns>
    public static bool TryRead(string header, out HmacParameters parameters)
    {
        parameters = default;
        ReadOnlySpan<char> text = header;
        int end = text.LastIndexOf('"');
        if (end < 0
            || !TrySplit(text, end, "signature=\"", out int headersEnd, out int signature)
            || !TrySplit(text, headersEnd, "headers=\"", out int algorithmEnd, out int headers)
            || !TrySplit(text, algorithmEnd, "algorithm=\"", out int usernameEnd, out int algorithm)
            || FindUsername(text[..usernameEnd]) is not (> 0 and var username))
        {
            return false;
        }

        ReadOnlyMemory<char> all = header.AsMemory();
        parameters = new HmacParameters(all[username..usernameEnd], all[algorithm..algorithmEnd], all[headers..headersEnd], all[signature..end]);
        return true;
    }

    // Finds the last ", name=" whose value is not empty before the end: where the value before it ends, and where its own begins.
    private static bool TrySplit(ReadOnlySpan<char> text, int end, ReadOnlySpan<char> name, out int valueBefore, out int value)
    {
        for (ReadOnlySpan<char> rest = text[..end]; rest.LastIndexOf(name) is var at && at >= 0; rest = rest[..at])
        {
            int comma = text[..at].LastIndexOfAnyExcept(AuthorizationScheme.Blanks);
            value = at + name.Length;
            if (value < end && comma > 0 && text[comma] == ',' && text[comma - 1] == '"')
            {
                valueBefore = comma - 1;
                return true;
            }
        }

        (valueBefore, value) = (0, 0);
        return false;
    }

    // Where the name begins; 0: nowhere.
    private static int FindUsername(ReadOnlySpan<char> text)
    {
        const string Name = "username=\"";
        for (int from = 0; text[from..].IndexOf(Name) is var at && at >= 0; from += at + Name.Length)
        {
            ReadOnlySpan<char> before = text[..(from + at)].TrimEnd(" \t\v\f\r\n");
            int value = from + at + Name.Length;
            if (value < text.Length && before is [.., 'H' or 'h', 'm', 'a', 'c'])
            {
                return value;
            }
        }

        return 0;
    }
}
