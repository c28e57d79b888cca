using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace KongLite.Plugins.Shared.Aws;

/// <summary>AWS Signature Version 4 as pure functions.</summary>
internal static class SigV4
{
    /// <summary>Bytes of a signing key.</summary>
    public const int KeyLength = SHA256.HashSizeInBytes;

    private const string Algorithm = "AWS4-HMAC-SHA256";
    private const string Terminator = "aws4_request";
    private const int DateLength = 8;

    private static readonly SearchValues<byte> Unreserved =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"u8);

    /// <summary>A time as <c>x-amz-date</c> has it: <c>20240102T030405Z</c>.</summary>
    public static string FormatTime(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Derives the key that signs everything of one day, region and service.</summary>
    /// <param name="secret">The secret access key.</param>
    /// <param name="time">A time of the day, as <see cref="FormatTime"/> gives it.</param>
    /// <param name="region">The region.</param>
    /// <param name="service">The service, such as <c>lambda</c>.</param>
    /// <param name="key">Receives the key, <see cref="KeyLength"/> bytes.</param>
    public static void DeriveKey(string secret, ReadOnlySpan<char> time, string region, string service, Span<byte> key)
    {
        var text = new ByteText(stackalloc byte[256]);
        text.Add("AWS4"u8);
        text.Add(secret.AsSpan());
        Span<byte> step = stackalloc byte[KeyLength];
        Hmac(text.Written, time[..DateLength], step);
        text.Dispose();
        Hmac(step, region, step);
        Hmac(step, service, step);
        Hmac(step, Terminator, key);
    }

    /// <summary>The value of the <c>Authorization</c> header.</summary>
    /// <param name="request">The request.</param>
    /// <param name="accessKeyId">Id of the access key.</param>
    /// <param name="key">The derived key.</param>
    /// <param name="time">The value of <c>x-amz-date</c>.</param>
    /// <param name="region">The region.</param>
    /// <param name="service">The service.</param>
    public static string Authorization(
        in SigV4Request request, string accessKeyId, ReadOnlySpan<byte> key, ReadOnlySpan<char> time, string region, string service)
    {
        Span<byte> hash = stackalloc byte[KeyLength];
        var text = new ByteText(stackalloc byte[1024]);
        WriteCanonicalRequest(ref text, request);
        SHA256.HashData(text.Written, hash);
        text.Truncate(0);

        // The string to sign.
        text.Add(Algorithm);
        text.Add((byte)'\n');
        text.Add(time);
        text.Add((byte)'\n');
        WriteScope(ref text, time, region, service);
        text.Add((byte)'\n');
        text.AddHex(hash);
        HMACSHA256.HashData(key, text.Written, hash);
        text.Truncate(0);

        text.Add(Algorithm);
        text.Add(" Credential="u8);
        text.Add(accessKeyId.AsSpan());
        text.Add((byte)'/');
        WriteScope(ref text, time, region, service);
        text.Add(", SignedHeaders="u8);
        WriteHeaderNames(ref text, request.Headers);
        text.Add(", Signature="u8);
        text.AddHex(hash);
        string result = Encoding.UTF8.GetString(text.Written);
        text.Dispose();
        return result;
    }

    /// <summary>The canonical request as AWS describes it.</summary>
    internal static string CanonicalRequest(in SigV4Request request)
    {
        var text = new ByteText(stackalloc byte[1024]);
        WriteCanonicalRequest(ref text, request);
        string result = Encoding.UTF8.GetString(text.Written);
        text.Dispose();
        return result;
    }

    private static void WriteCanonicalRequest(ref ByteText text, in SigV4Request request)
    {
        text.Add(request.Method);
        text.Add((byte)'\n');
        WritePath(ref text, request.Path);
        text.Add((byte)'\n');
        WriteQuery(ref text, request.Query);
        text.Add((byte)'\n');
        string? previous = null;
        foreach (SigV4Header header in request.Headers)
        {
            // Lines of the same name are one, with commas.
            if (header.Name == previous)
            {
                text.Truncate(text.Written.Length - 1);
                text.Add((byte)',');
            }
            else
            {
                text.Add(header.Name.AsSpan());
                text.Add((byte)':');
            }

            WriteTrimmed(ref text, header.Value);
            text.Add((byte)'\n');
            previous = header.Name;
        }

        text.Add((byte)'\n');
        WriteHeaderNames(ref text, request.Headers);
        text.Add((byte)'\n');
        text.AddHex(request.BodyHash);
    }

    /// <summary>
    /// Empty and dot segments go, and every byte of the wire is encoded once more: a colon becomes <c>%3A</c>, and <c>%20</c> becomes <c>%2520</c>.
    /// </summary>
    private static void WritePath(ref ByteText text, ReadOnlySpan<char> path)
    {
        int start = text.Written.Length;
        foreach (Range range in path.Split('/'))
        {
            ReadOnlySpan<char> segment = path[range];
            if (segment is "..")
            {
                text.Truncate(start + Math.Max(0, text.Written[start..].LastIndexOf((byte)'/')));
            }
            else if (segment is not ("" or "."))
            {
                text.Add((byte)'/');
                WriteEncoded(ref text, segment);
            }
        }

        if (text.Written.Length == start || path[^1] == '/')
        {
            text.Add((byte)'/');
        }
    }

    // Sorting needs the encoded pairs at hand; requests with a query are rare enough to allocate for it.
    private static void WriteQuery(ref ByteText text, ReadOnlySpan<char> query)
    {
        if (query.IsEmpty)
        {
            return;
        }

        var pairs = new List<(string Name, string Value)>();
        foreach (Range range in query.Split('&'))
        {
            ReadOnlySpan<char> pair = query[range];
            if (!pair.IsEmpty)
            {
                int equals = pair.IndexOf('=');
                pairs.Add((EncodeAgain(equals < 0 ? pair : pair[..equals]), EncodeAgain(equals < 0 ? default : pair[(equals + 1)..])));
            }
        }

        pairs.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name) is var order and not 0 ? order : string.CompareOrdinal(a.Value, b.Value));
        for (int i = 0; i < pairs.Count; i++)
        {
            if (i > 0)
            {
                text.Add((byte)'&');
            }

            text.Add(pairs[i].Name.AsSpan());
            text.Add((byte)'=');
            text.Add(pairs[i].Value.AsSpan());
        }
    }

    private static string EncodeAgain(ReadOnlySpan<char> encoded)
    {
        var text = new ByteText(stackalloc byte[256]);
        WriteEncoded(ref text, Uri.UnescapeDataString(encoded));
        string result = Encoding.ASCII.GetString(text.Written);
        text.Dispose();
        return result;
    }

    private static void WriteEncoded(ref ByteText text, ReadOnlySpan<char> value)
    {
        Span<byte> utf8 = stackalloc byte[4];
        foreach (Rune rune in value.EnumerateRunes())
        {
            foreach (byte each in utf8[..rune.EncodeToUtf8(utf8)])
            {
                if (Unreserved.Contains(each))
                {
                    text.Add(each);
                }
                else
                {
                    text.Add((byte)'%');
                    text.Add(Digit(each >> 4));
                    text.Add(Digit(each & 15));
                }
            }
        }
    }

    /// <summary>Blanks at the ends go, and those between become single.</summary>
    private static void WriteTrimmed(ref ByteText text, ReadOnlySpan<char> value)
    {
        value = value.Trim();
        int blanks;
        while ((blanks = value.IndexOf("  ")) >= 0)
        {
            text.Add(value[..(blanks + 1)]);
            value = value[blanks..].TrimStart(' ');
        }

        text.Add(value);
    }

    private static void WriteHeaderNames(ref ByteText text, ReadOnlySpan<SigV4Header> headers)
    {
        string? previous = null;
        foreach (SigV4Header header in headers)
        {
            if (header.Name == previous)
            {
                continue;
            }

            if (previous is not null)
            {
                text.Add((byte)';');
            }

            text.Add(header.Name.AsSpan());
            previous = header.Name;
        }
    }

    private static void WriteScope(ref ByteText text, ReadOnlySpan<char> time, string region, string service)
    {
        text.Add(time[..DateLength]);
        text.Add((byte)'/');
        text.Add(region.AsSpan());
        text.Add((byte)'/');
        text.Add(service.AsSpan());
        text.Add((byte)'/');
        text.Add(Terminator);
    }

    private static void Hmac(ReadOnlySpan<byte> key, ReadOnlySpan<char> text, Span<byte> result)
    {
        var bytes = new ByteText(stackalloc byte[128]);
        bytes.Add(text);
        HMACSHA256.HashData(key, bytes.Written, result);
        bytes.Dispose();
    }

    private static byte Digit(int value) => (byte)(value < 10 ? '0' + value : 'A' + value - 10);
}
