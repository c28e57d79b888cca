using System.Globalization;
using System.Text;
using KongLite.Sdk.Exchanges;

namespace KongLite.Plugins.HmacAuth;

/// <summary>The text that is signed: a line for each of the listed headers.</summary>
internal static class SigningString
{
    /// <summary>Writes the text, byte for byte as the header lines came.</summary>
    /// <param name="request">The request.</param>
    /// <param name="names">The names, separated by single blanks.</param>
    public static byte[] Of(ClientRequest request, ReadOnlySpan<char> names)
    {
        var text = new StringBuilder(256);
        foreach (Range range in names.Split(' '))
        {
            if (text.Length > 0)
            {
                text.Append('\n');
            }

            AppendLine(text, request, names[range].ToString());
        }

        return Encoding.Latin1.GetBytes(text.ToString());
    }

    private static void AppendLine(StringBuilder text, ClientRequest request, string name)
    {
        if (request.Header(name) is { } value)
        {
            text.Append(name).Append(": ").Append(value);
        }
        else if (name == "@request-target")
        {
            text.Append(name).Append(": ").Append(request.Method.ToLowerInvariant()).Append(' ').Append(request.RawTarget);
        }
        else if (name == "request-line")
        {
            text.Append(request.Method).Append(' ').Append(request.RawTarget).Append(" HTTP/").Append(Version(request.Protocol));
        }
        else
        {
            text.Append(name).Append(':');
        }
    }

    // HTTP/2 is signed as 2.0.
    private static ReadOnlySpan<char> Version(string protocol)
    {
        int slash = protocol.IndexOf('/', StringComparison.Ordinal);
        return protocol[(slash + 1)..] is { Length: 1 } major ? string.Create(CultureInfo.InvariantCulture, $"{major}.0") : protocol.AsSpan(slash + 1);
    }
}
