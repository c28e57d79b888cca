using System.Buffers;
using System.Buffers.Binary;

namespace KongLite.Gateway.Tls;

/// <summary>Reads what a client can verify out of the first message that it sends (RFC 8446, 4.1.2). The platform does not tell.</summary>
internal static class ClientHello
{
    private const int RecordHeader = 5;
    private const int MessageHeader = 4;
    private const int Handshake = 22;
    private const int LongestRecord = 1 << 14;
    private const ushort SignatureAlgorithms = 13;
    private const ushort SupportedVersions = 43;
    private const ushort Tls13 = 0x0304;

    /// <summary>Reads the message.</summary>
    /// <param name="sent">What the client has sent so far.</param>
    /// <param name="curves">The ECDSA signatures that the client takes; null: it is no message that could be read.</param>
    /// <returns>Whether enough was there to tell; false: ask again when more has come.</returns>
    public static bool TryRead(ReadOnlySequence<byte> sent, out EllipticCurves? curves)
    {
        curves = null;
        if (sent.Length < RecordHeader)
        {
            return false;
        }

        Span<byte> header = stackalloc byte[RecordHeader];
        sent.Slice(0, RecordHeader).CopyTo(header);
        int length = BinaryPrimitives.ReadUInt16BigEndian(header[3..]);
        if (header[0] != Handshake || length is < MessageHeader or > LongestRecord)
        {
            return true;
        }

        if (sent.Length < RecordHeader + length)
        {
            return false;
        }

        byte[] rented = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            Span<byte> message = rented.AsSpan(0, length);
            sent.Slice(RecordHeader, length).CopyTo(message);
            // A message in several records is as good as none: hardly any client sends it.
            curves = Read(new Reader(message[MessageHeader..]));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return true;
    }

    private static EllipticCurves? Read(Reader hello)
    {
        const int VersionAndRandom = 2 + 32;
        if (!hello.Skip(VersionAndRandom)
            || !hello.TakeBlock(1, out _)
            || !hello.TakeBlock(2, out Reader suites)
            || !hello.TakeBlock(1, out _)
            || !hello.TakeBlock(2, out Reader extensions))
        {
            return null;
        }

        EllipticCurves curves = EllipticCurves.None;
        bool isUsable = HasEllipticSuite(suites);
        while (extensions.TakeNumber(out ushort type) && extensions.TakeBlock(2, out Reader extension))
        {
            if (type == SignatureAlgorithms && extension.TakeBlock(2, out Reader schemes))
            {
                curves = Curves(schemes);
            }
            else if (type == SupportedVersions && extension.TakeBlock(1, out Reader versions))
            {
                // Its suites say nothing of certificates.
                isUsable |= Has13(versions);
            }
        }

        return isUsable ? curves : EllipticCurves.None;
    }

    private static EllipticCurves Curves(Reader schemes)
    {
        EllipticCurves curves = EllipticCurves.None;
        while (schemes.TakeNumber(out ushort scheme))
        {
            curves |= scheme switch
            {
                0x0403 => EllipticCurves.P256,
                0x0503 => EllipticCurves.P384,
                0x0603 => EllipticCurves.P521,
                _ => EllipticCurves.None,
            };
        }

        return curves;
    }

    private static bool Has13(Reader versions)
    {
        while (versions.TakeNumber(out ushort version))
        {
            if (version == Tls13)
            {
                return true;
            }
        }

        return false;
    }

    // TLS_ECDHE_ECDSA_WITH_...: AES-CBC with SHA-1 and SHA-2, AES-GCM, AES-CCM, ChaCha20.
    private static bool HasEllipticSuite(Reader suites)
    {
        while (suites.TakeNumber(out ushort suite))
        {
            if (suite is 0xC009 or 0xC00A or 0xC023 or 0xC024 or 0xC02B or 0xC02C or (>= 0xC0AC and <= 0xC0AF) or 0xCCA9)
            {
                return true;
            }
        }

        return false;
    }

    private ref struct Reader(ReadOnlySpan<byte> rest)
    {
        private ReadOnlySpan<byte> _rest = rest;

        public bool Skip(int count)
        {
            if (_rest.Length < count)
            {
                return false;
            }

            _rest = _rest[count..];
            return true;
        }

        public bool TakeNumber(out ushort number)
        {
            if (_rest.Length < sizeof(ushort))
            {
                number = 0;
                return false;
            }

            number = BinaryPrimitives.ReadUInt16BigEndian(_rest);
            _rest = _rest[sizeof(ushort)..];
            return true;
        }

        // A block with its length, of one or two bytes, in front.
        public bool TakeBlock(int lengthBytes, out Reader block)
        {
            block = default;
            if (_rest.Length < lengthBytes)
            {
                return false;
            }

            int length = lengthBytes == 1 ? _rest[0] : BinaryPrimitives.ReadUInt16BigEndian(_rest);
            if (_rest.Length < lengthBytes + length)
            {
                return false;
            }

            block = new Reader(_rest.Slice(lengthBytes, length));
            _rest = _rest[(lengthBytes + length)..];
            return true;
        }
    }
}
