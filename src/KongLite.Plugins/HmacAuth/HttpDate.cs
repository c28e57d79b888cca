using System.Globalization;

namespace KongLite.Plugins.HmacAuth;

/// <summary>The three forms of dates in HTTP (RFC 9110, 5.6.7), read as loosely as nginx does: the name of the day and the zone do not matter.</summary>
internal static class HttpDate
{
    private const DateTimeStyles Style = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;

    /// <summary>Reads a date.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DateTimeOffset date)
    {
        date = default;
        int end = text.IndexOfAny(',', ' ');
        if (end < 0)
        {
            return false;
        }

        ReadOnlySpan<char> rest = text[(end + 1)..].TrimStart(' ');
        if (text[end] == ' ')
        {
            return DateTimeOffset.TryParseExact(
                rest, "MMM d HH:mm:ss yyyy", CultureInfo.InvariantCulture, Style | DateTimeStyles.AllowInnerWhite, out date);
        }

        const string Usual = "dd MMM yyyy HH:mm:ss";
        const string Obsolete = "dd-MMM-yy HH:mm:ss";
        return TryParse(rest, Usual, out date) || TryParse(rest, Obsolete, out date);
    }

    private static bool TryParse(ReadOnlySpan<char> text, string form, out DateTimeOffset date)
    {
        date = default;
        return text.Length >= form.Length && DateTimeOffset.TryParseExact(text[..form.Length], form, CultureInfo.InvariantCulture, Style, out date);
    }
}
