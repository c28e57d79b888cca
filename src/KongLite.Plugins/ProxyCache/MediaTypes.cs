using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace KongLite.Plugins.ProxyCache;

/// <summary>The content types of answers that may be stored.</summary>
internal sealed class MediaTypes
{
    private readonly MediaTypeHeaderValue[] _accepted;

    /// <summary>A list.</summary>
    /// <param name="types">Types with their parameters; <c>*</c> stands for any type or subtype. What is no media type matches nothing.</param>
    public MediaTypes(IReadOnlyList<string> types) => _accepted = [.. types.Select(Parse).OfType<MediaTypeHeaderValue>()];

    /// <summary>Whether an answer's <c>Content-Type</c> is one of them, parameters included.</summary>
    public bool Contain(StringValues header)
    {
        if (header is not [{ Length: > 0 } text] || Parse(text) is not { } type)
        {
            return false;
        }

        foreach (MediaTypeHeaderValue each in _accepted)
        {
            if (Matches(each.Type, type.Type) && Matches(each.SubType, type.SubType) && HaveSameParameters(each, type))
            {
                return true;
            }
        }

        return false;
    }

    private static MediaTypeHeaderValue? Parse(string text) =>
        !text.AsSpan().TrimEnd().EndsWith(";") && MediaTypeHeaderValue.TryParse(text, out MediaTypeHeaderValue? type) ? type : null;

    private static bool Matches(StringSegment accepted, StringSegment given) =>
        accepted.Equals("*", StringComparison.Ordinal) || accepted.Equals(given, StringComparison.OrdinalIgnoreCase);

    private static bool HaveSameParameters(MediaTypeHeaderValue accepted, MediaTypeHeaderValue given)
    {
        if (accepted.Parameters.Count != given.Parameters.Count)
        {
            return false;
        }

        foreach (NameValueHeaderValue parameter in accepted.Parameters)
        {
            // Of all parameters only the charset is known to be free of case.
            bool isCharset = parameter.Name.Equals("charset", StringComparison.OrdinalIgnoreCase);
            NameValueHeaderValue? other = NameValueHeaderValue.Find(given.Parameters, parameter.Name);
            if (other is null
                || !other.GetUnescapedValue().Equals(parameter.GetUnescapedValue(), isCharset ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }
}
