using System.Text;

namespace KongLite.Gateway.Wire;

/// <summary>
/// Request lines that nginx serves and Kestrel does not: bytes beyond ASCII in the path and the query, which mean the same percent-encoded, and the
/// versions 1.2 to 1.9, which are served as 1.1 (RFC 9110, section 2.5).
/// </summary>
internal static class RequestLine
{
    private static ReadOnlySpan<byte> Version => "HTTP/1."u8;

    /// <summary>Whether a line, without its line feed, is one of them.</summary>
    public static bool NeedsRewriting(ReadOnlySpan<byte> line) => !Ascii.IsValid(line) || HasLaterVersion(line);

    /// <summary>The line in the form that Kestrel understands; what it refuses for other reasons stays as it is.</summary>
    public static byte[] Rewrite(ReadOnlySpan<byte> line)
    {
        int first = line.IndexOf((byte)' ');
        int last = line.LastIndexOf((byte)' ');
        bool hasPath = last > first + 1 && line[first + 1] == '/';
        var rewritten = new List<byte>(line.Length + 32);
        for (int i = 0; i < line.Length; i++)
        {
            byte each = line[i];
            if (each >= 0x80 && hasPath && i > first && i < last)
            {
                rewritten.Add((byte)'%');
                rewritten.Add(Digit(each >> 4));
                rewritten.Add(Digit(each & 15));
            }
            else
            {
                rewritten.Add(each);
            }
        }

        if (HasLaterVersion(line))
        {
            rewritten[line[^1] == '\r' ? ^2 : ^1] = (byte)'1';
        }

        return [.. rewritten];
    }

    private static bool HasLaterVersion(ReadOnlySpan<byte> line)
    {
        line = line.EndsWith("\r"u8) ? line[..^1] : line;
        return line.Length > Version.Length + 1 && line[^1] is >= (byte)'2' and <= (byte)'9'
            && line[..^1].EndsWith(Version) && line[^(Version.Length + 2)] == ' ';
    }

    private static byte Digit(int value) => (byte)(value < 10 ? '0' + value : 'A' + value - 10);
}
