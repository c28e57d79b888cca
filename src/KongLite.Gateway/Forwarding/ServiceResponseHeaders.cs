using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace KongLite.Gateway.Forwarding;

/// <summary>The headers of a service's answer that reach the client: all but those of one hop.</summary>
internal static class ServiceResponseHeaders
{
    /// <summary>Copies the headers behind what plugins have set; of type and length there is one, the service's.</summary>
    /// <returns>False: the answer's end could be found in two places, and it cannot be understood.</returns>
    public static bool Copy(HttpResponseMessage source, HttpContext context)
    {
        bool isCoded = source.Headers.NonValidated.TryGetValues("Transfer-Encoding", out HeaderStringValues codings);
        if (source.Content.Headers.NonValidated.TryGetValues("Content-Length", out HeaderStringValues lengths) && (isCoded || !IsLength(lengths)))
        {
            return false;
        }

        if (isCoded && (codings.Count > 1 || !Is(codings.ToString(), "chunked")))
        {
            return false;
        }

        ConnectionTokens hop = source.Headers.NonValidated.TryGetValues("Connection", out HeaderStringValues connection)
            ? ConnectionTokens.Of(ValuesOf(connection)) : default;
        IHeaderDictionary target = context.Response.Headers;
        Copy(source.Headers, hop, context, target);
        Copy(source.Content.Headers, hop, context, target);
        if (isCoded)
        {
            // The chunks tell the length.
            target.ContentLength = null;
        }

        return true;
    }

    private static void Copy(HttpHeaders source, ConnectionTokens hop, HttpContext context, IHeaderDictionary target)
    {
        foreach (KeyValuePair<string, HeaderStringValues> header in source.NonValidated)
        {
            if (!IsOfOneHop(header.Key, context) && !hop.Name(header.Key))
            {
                StringValues values = ValuesOf(header.Value);
                target[header.Key] = Replaces(header.Key) ? values : StringValues.Concat(target[header.Key], values);
            }
        }
    }

    private static bool Replaces(string name) => Is(name, "Content-Type") || Is(name, "Content-Length");

    private static StringValues ValuesOf(HeaderStringValues values)
    {
        if (values.Count == 1)
        {
            return values.ToString();
        }

        string[] lines = new string[values.Count];
        int count = 0;
        foreach (string line in values)
        {
            lines[count++] = line;
        }

        return lines;
    }

    private static bool IsLength(HeaderStringValues lengths)
    {
        foreach (char each in lengths.ToString())
        {
            if (!char.IsAsciiDigit(each))
            {
                return false;
            }
        }

        return true;
    }

    // X-Accel-* are orders to the proxy, which nginx takes and keeps.
    private static bool IsOfOneHop(string name, HttpContext context) =>
        Is(name, "Connection")
        || Is(name, "Keep-Alive")
        || Is(name, "Transfer-Encoding")
        || Is(name, "Upgrade")
        || (Is(name, "Trailer") && !UpstreamRequestHeaders.WantsTrailers(context.Request.Headers))
        || name.StartsWith("X-Accel-", StringComparison.OrdinalIgnoreCase);

    private static bool Is(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);
}
