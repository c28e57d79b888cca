using System.Net;
using KongLite.Plugins.IpRestriction;

namespace KongLite.Tests.Plugins.IpRestriction;

public sealed class AddressSetTests
{
    [Theory]
    [InlineData("10.0.0.1", "10.0.0.1", true)]
    [InlineData("10.0.0.1", "10.0.0.2", false)]
    [InlineData("10.0.0.0/8", "10.255.255.255", true)]
    [InlineData("10.0.0.0/8", "11.0.0.0", false)]
    [InlineData("127.0.0.1/31", "127.0.0.0", true)]
    [InlineData("127.0.0.1/31", "127.0.0.2", false)]
    [InlineData("0.0.0.0/0", "255.255.255.254", true)]
    [InlineData("0.0.0.0/0", "::1", false)]
    [InlineData("::/0", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", true)]
    [InlineData("::/0", "1.2.3.4", false)]
    [InlineData("2001:db8::/32", "2001:db8:ffff::1", true)]
    [InlineData("2001:db8::/32", "2001:db9::", false)]
    [InlineData("::ffff:127.0.0.1", "127.0.0.1", false)]
    public void Contains_what_its_blocks_contain(string block, string address, bool expected)
    {
        var set = new AddressSet([block]);

        Assert.Equal(expected, set.Contains(IPAddress.Parse(address)));
    }

    [Theory]
    [InlineData("9.255.255.255", false)]
    [InlineData("10.0.0.0", true)]
    [InlineData("10.1.2.3", true)]
    [InlineData("10.2.0.1", true)]
    [InlineData("10.2.1.0", false)]
    [InlineData("192.168.0.1", true)]
    [InlineData("192.168.0.2", false)]
    [InlineData("::1", true)]
    public void Finds_addresses_in_blocks_that_overlap(string address, bool expected)
    {
        var set = new AddressSet(["192.168.0.1", "10.2.0.0/24", "::1", "10.0.0.0/15", "10.1.2.0/24"]);

        Assert.Equal(expected, set.Contains(IPAddress.Parse(address)));
    }
}
