using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace KongLite.Gateway.Wire;

/// <summary>
/// What a load balancer says of a connection in front of its first byte (HAProxy's PROXY protocol, versions 1 and 2). It is a feature of the connection.
/// </summary>
/// <param name="Source">The client; null: the balancer speaks for itself, or does not know.</param>
internal sealed record ProxyProtocolHeader(IPEndPoint? Source)
{
    /// <summary>The longest header, in bytes; nginx reads no longer ones either.</summary>
    public const int MaxLength = 4096;

    private const int MaxTextLength = 107;
    private const int FixedLength = 16;

    private static ReadOnlySpan<byte> Signature => "\r\n\r\n\0\r\nQUIT\n"u8;

    /// <summary>Reads a header.</summary>
    /// <param name="buffer">The first bytes of the connection.</param>
    /// <param name="header">The header; null: it is not complete.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <returns>False: the bytes cannot become a header.</returns>
    public static bool TryParse(in ReadOnlySequence<byte> buffer, out ProxyProtocolHeader? header, out int length)
    {
        header = null;
        length = 0;
        ReadOnlySpan<byte> bytes = buffer.Slice(0, Math.Min(buffer.Length, MaxLength)).ToArray();
        int common = Math.Min(bytes.Length, Signature.Length);
        if (bytes[..common].SequenceEqual(Signature[..common]))
        {
            return TryParseBinary(bytes, ref header, ref length);
        }

        int end = bytes[..Math.Min(bytes.Length, MaxTextLength)].IndexOf("\r\n"u8);
        if (end >= 0)
        {
            length = end + 2;
            header = ParseText(bytes[..end]);
            return header is not null;
        }

        common = Math.Min(bytes.Length, "PROXY "u8.Length);
        return bytes.Length < MaxTextLength && bytes[..common].SequenceEqual("PROXY "u8[..common]);
    }

    private static ProxyProtocolHeader? ParseText(ReadOnlySpan<byte> line)
    {
        string[] words = Ascii.IsValid(line) ? Encoding.ASCII.GetString(line).Split(' ') : [];
        if (words is ["PROXY", "UNKNOWN", ..])
        {
            return new ProxyProtocolHeader(Source: null);
        }

        return words is ["PROXY", "TCP4" or "TCP6", var source, var destination, var sourcePort, var destinationPort]
            && IPAddress.TryParse(source, out IPAddress? address) && IPAddress.TryParse(destination, out IPAddress? other)
            && address.AddressFamily == other.AddressFamily
            && address.AddressFamily == (words[1] == "TCP4" ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6)
            && TryParsePort(sourcePort, out int port) && TryParsePort(destinationPort, out _)
            ? new ProxyProtocolHeader(new IPEndPoint(address, port))
            : null;
    }

    private static bool TryParsePort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port <= IPEndPoint.MaxPort;

    private static bool TryParseBinary(ReadOnlySpan<byte> bytes, ref ProxyProtocolHeader? header, ref int length)
    {
        if (bytes.Length < FixedLength)
        {
            return true;
        }

        int addresses = BinaryPrimitives.ReadUInt16BigEndian(bytes[14..]);
        int size = (bytes[13] >> 4) switch { 1 => 4, 2 => 16, _ => 0 };
        bool isLocal = bytes[12] == 0x20;
        if ((!isLocal && bytes[12] != 0x21) || FixedLength + addresses > MaxLength || (!isLocal && addresses < (size == 0 ? 0 : (2 * size) + 4)))
        {
            return false;
        }

        if (bytes.Length >= FixedLength + addresses)
        {
            length = FixedLength + addresses;
            ReadOnlySpan<byte> rest = bytes[FixedLength..];
            header = new ProxyProtocolHeader(isLocal || size == 0
                ? null
                : new IPEndPoint(new IPAddress(rest[..size]), BinaryPrimitives.ReadUInt16BigEndian(rest[(2 * size)..])));
        }

        return true;
    }
}
