using System.Text;
using KongLite.Plugins.Statsd;

namespace KongLite.Tests.Plugins.Statsd;

public sealed class StatsdPacketsTests
{
    [Theory]
    [InlineData(0, "aa|bb|cc")]
    [InlineData(4, "aa|bb|cc")]
    [InlineData(5, "aa\nbb|cc")]
    [InlineData(100, "aa\nbb\ncc")]
    public void Puts_as_many_lines_into_a_datagram_as_fit(int size, string expected)
    {
        List<byte[]> packets = StatsdPackets.Packets(["aa\nbb"u8.ToArray(), "cc"u8.ToArray()], size);

        Assert.Equal(expected, string.Join('|', packets.Select(packet => Encoding.UTF8.GetString(packet))));
    }
}
