using System.Buffers;
using CsCheck;
using KongLite.Gateway.Tls;

namespace KongLite.Tests.Gateway.Tls;

public sealed class ClientHelloTests
{
    private static readonly byte[] Elliptic12 = Hello(suites: [0xC0, 0x2B], Schemes(0x0403, 0x0503));

    [Fact]
    public void Reads_the_signatures_that_the_client_takes() => Assert.Equal(EllipticCurves.P256 | EllipticCurves.P384, Read(Elliptic12));

    [Fact]
    public void Takes_TLS_1_3_for_fit_whatever_its_suites() =>
        Assert.Equal(EllipticCurves.P521, Read(Hello([0x13, 0x01], Schemes(0x0603), [0x00, 0x2B, 0x00, 0x03, 0x02, 0x03, 0x04])));

    [Fact]
    public void Takes_nothing_from_a_client_that_has_only_suites_for_RSA() =>
        Assert.Equal(EllipticCurves.None, Read(Hello([0xC0, 0x2F], Schemes(0x0403))));

    [Fact]
    public void Waits_for_the_whole_message()
    {
        for (int length = 0; length < Elliptic12.Length; length++)
        {
            Assert.False(ClientHello.TryRead(new ReadOnlySequence<byte>(Elliptic12, 0, length), out _));
        }
    }

    [Fact]
    public void Never_fails_whatever_is_sent() =>
        Gen.Select(Gen.Int[0, Elliptic12.Length - 1], Gen.Byte, Gen.Byte.Array[0, 8]).Sample((place, value, tail) =>
        {
            byte[] bytes = [.. Elliptic12, .. tail];
            bytes[place] = value;
            ClientHello.TryRead(new ReadOnlySequence<byte>(bytes), out _);
        });

    private static EllipticCurves? Read(byte[] hello)
    {
        Assert.True(ClientHello.TryRead(new ReadOnlySequence<byte>(hello), out EllipticCurves? curves));
        return curves;
    }

    private static byte[] Schemes(params ushort[] schemes)
    {
        byte[] list = [.. schemes.SelectMany(each => new[] { (byte)(each >> 8), (byte)each })];
        return [0x00, 0x0D, 0x00, (byte)(list.Length + 2), 0x00, (byte)list.Length, .. list];
    }

    private static byte[] Hello(byte[] suites, params byte[][] extensions)
    {
        byte[] all = [.. extensions.SelectMany(each => each)];
        byte[] body =
        [
            0x03, 0x03, .. new byte[32], 0, 0, (byte)suites.Length, .. suites, 1, 0, 0, (byte)all.Length, .. all,
        ];
        return [22, 3, 1, 0, (byte)(body.Length + 4), 1, 0, 0, (byte)body.Length, .. body];
    }
}
