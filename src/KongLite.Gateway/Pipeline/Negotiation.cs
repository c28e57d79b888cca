using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace KongLite.Gateway.Pipeline;

/// <summary>Chooses the form of an error from an <c>Accept</c> or <c>Content-Type</c> header (Kong: <c>kong.tools.http</c>).</summary>
internal static class Negotiation
{
    /// <summary>The form for a header; JSON for what is not known.</summary>
    public static ErrorFormat Choose(StringValues header)
    {
        ReadOnlySpan<char> best = default;
        double quality = 0;
        foreach (string? line in header)
        {
            foreach (Range range in line.AsSpan().Split(','))
            {
                ReadOnlySpan<char> type = Parse(line.AsSpan()[range], out double each);
                if (each > quality && type.Length > 0)
                {
                    best = type;
                    quality = each;
                }
            }
        }

        return FormatOf(best);
    }

    private static ReadOnlySpan<char> Parse(ReadOnlySpan<char> element, out double quality)
    {
        quality = 1;
        int end = element.IndexOf(';');
        ReadOnlySpan<char> type = (end < 0 ? element : element[..end]).Trim();
        ReadOnlySpan<char> parameters = end < 0 ? default : element[(end + 1)..];
        foreach (Range range in parameters.Split(';'))
        {
            ReadOnlySpan<char> parameter = parameters[range].Trim();
            if (parameter.StartsWith("q=", StringComparison.OrdinalIgnoreCase)
                && double.TryParse(parameter[2..], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double given))
            {
                quality = given;
            }
        }

        return type;
    }

    private static ErrorFormat FormatOf(ReadOnlySpan<char> type)
    {
        if (Is(type, "text/html"))
        {
            return ErrorFormat.Html;
        }

        if (Is(type, "application/xml"))
        {
            return ErrorFormat.Xml;
        }

        if (Is(type, "text/plain") || Is(type, "text/*"))
        {
            return ErrorFormat.Plain;
        }

        return Is(type, "application/grpc") ? ErrorFormat.Grpc : ErrorFormat.Json;
    }

    private static bool Is(ReadOnlySpan<char> type, string name) => type.Equals(name, StringComparison.OrdinalIgnoreCase);
}
