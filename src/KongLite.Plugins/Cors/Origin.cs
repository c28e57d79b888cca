namespace KongLite.Plugins.Cors;

/// <summary>An origin in two forms: whole, and its host alone. Letter case stays; the standard port, user, path, query and fragment go.</summary>
/// <param name="Whole"><c>scheme://host[:port]</c>; of a text that has no scheme and host, the text.</param>
/// <param name="Host">The host without port; of a text that has none, the text.</param>
internal readonly record struct Origin(string Whole, string Host)
{
    /// <summary>Reads an origin, which may be any text.</summary>
    public static Origin Parse(string text)
    {
        int colon = text.IndexOf("://", StringComparison.Ordinal);
        if (colon <= 0)
        {
            return new Origin(text, text);
        }

        ReadOnlySpan<char> authority = text.AsSpan(colon + 3);
        int end = authority.IndexOfAny('/', '?', '#');
        authority = end < 0 ? authority : authority[..end];
        authority = authority[(authority.LastIndexOf('@') + 1)..];
        int port = PortOf(authority);
        ReadOnlySpan<char> host = port < 0 ? authority : authority[..port];
        if (host.IsEmpty)
        {
            return new Origin(text, text);
        }

        ReadOnlySpan<char> scheme = text.AsSpan(0, colon);
        ReadOnlySpan<char> number = port < 0 ? default : authority[(port + 1)..];
        bool isStandard = number.IsEmpty || (scheme is "http" && number is "80") || (scheme is "https" && number is "443");
        string hostText = host.ToString();
        // Most are in this form already.
        int length = colon + 3 + host.Length + (isStandard ? 0 : number.Length + 1);
        bool isSame = length == text.Length && text.AsSpan(colon + 3).StartsWith(host);
        return new Origin(isSame ? text : isStandard ? $"{scheme}://{host}" : $"{scheme}://{host}:{number}", hostText);
    }

    // The colon before the port; those within the brackets of an IPv6 address are none.
    private static int PortOf(ReadOnlySpan<char> authority)
    {
        int colon = authority.LastIndexOf(':');
        return colon > authority.LastIndexOf(']') ? colon : -1;
    }
}
