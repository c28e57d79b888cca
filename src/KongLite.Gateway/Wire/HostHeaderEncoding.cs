using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace KongLite.Gateway.Wire;

/// <summary>
/// Reads <c>Host</c> and <c>:authority</c> with an empty port, such as <c>a.test:</c>, which RFC 9110 allows and Kestrel refuses. Kestrel is shown a port
/// that no client can write in its place, and <see cref="Restore(HttpContext)"/> takes it away again.
/// </summary>
internal sealed class HostHeaderEncoding : Encoding
{
    private const string Marked = ":00000000000000000000";
    private const string NoHost = ":";

    private HostHeaderEncoding()
    {
    }

    /// <summary>The encoding.</summary>
    public static HostHeaderEncoding Instance { get; } = new();

    /// <summary>Shows a request's headers as the client wrote them, before anybody looks at them.</summary>
    public static void Restore(HttpContext http)
    {
        IHeaderDictionary headers = http.Request.Headers;
        if (!IsMarked(headers.Host))
        {
            return;
        }

        // Kestrel compares the next request of a connection with what stands in its own headers, so they are left alone.
        var restored = new HeaderDictionary(headers.Count);
        foreach (KeyValuePair<string, StringValues> header in headers)
        {
            restored[header.Key] = Restore(header.Value);
        }

        http.Features.GetRequiredFeature<IHttpRequestFeature>().Headers = restored;
    }

    /// <summary>A header's value as the client wrote it.</summary>
    public static StringValues Restore(StringValues value) => IsMarked(value) ? value[0]![..^(Marked.Length - 1)] : value;

    /// <summary>
    /// A host as a service is told: an empty port means that of the scheme, and whoever writes a host leaves it out, with its colon (RFC 9110,
    /// section 4.2.3; RFC 3986, section 3.2.3).
    /// </summary>
    public static string WithoutEmptyPort(string host) => host.EndsWith(':') ? host[..^1] : host;

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex)
    {
        ReadOnlySpan<byte> value = bytes.AsSpan(byteIndex, byteCount);
        Span<char> target = chars.AsSpan(charIndex);
        if (IsTaken(value))
        {
            NoHost.CopyTo(target);
            return NoHost.Length;
        }

        int written = Latin1.GetChars(value, target);
        if (!HasEmptyPort(value))
        {
            return written;
        }

        Marked.CopyTo(target[(written - 1)..]);
        return written - 1 + Marked.Length;
    }

    public override int GetCharCount(byte[] bytes, int index, int count)
    {
        ReadOnlySpan<byte> value = bytes.AsSpan(index, count);
        return IsTaken(value) ? NoHost.Length : HasEmptyPort(value) ? count - 1 + Marked.Length : count;
    }

    public override int GetMaxCharCount(int byteCount) => byteCount + Marked.Length;

    public override int GetByteCount(char[] chars, int index, int count) => count;

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) =>
        Latin1.GetBytes(chars, charIndex, charCount, bytes, byteIndex);

    public override int GetMaxByteCount(int charCount) => charCount;

    private static bool IsMarked(StringValues value) => value.Count == 1 && value[0] is { } only && only.EndsWith(Marked, StringComparison.Ordinal);

    private static bool HasEmptyPort(ReadOnlySpan<byte> value) => value.Length > 1 && value[^1] == ':';

    private static bool IsTaken(ReadOnlySpan<byte> value) =>
        value.Length >= Marked.Length && Ascii.Equals(value[^Marked.Length..], Marked);
}
