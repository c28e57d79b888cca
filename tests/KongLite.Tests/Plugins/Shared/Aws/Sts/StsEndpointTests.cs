using KongLite.Plugins.Shared.Aws.Sts;

namespace KongLite.Tests.Plugins.Shared.Aws.Sts;

public sealed class StsEndpointTests
{
    [Theory]
    [InlineData(null, "eu-west-1", true, "https://sts.eu-west-1.amazonaws.com/", "eu-west-1")]
    [InlineData(null, "cn-north-1", true, "https://sts.cn-north-1.amazonaws.com.cn/", "cn-north-1")]
    [InlineData(null, "us-iso-east-1", true, "https://sts.us-iso-east-1.c2s.ic.gov/", "us-iso-east-1")]
    [InlineData(null, "eu-west-1", false, "https://sts.amazonaws.com/", "us-east-1")]
    [InlineData(null, null, true, "https://sts.amazonaws.com/", "us-east-1")]
    [InlineData("https://sts.amazonaws.com", "eu-west-1", true, "https://sts.eu-west-1.amazonaws.com/", "eu-west-1")]
    [InlineData("https://sts.amazonaws.com", "eu-west-1", false, "https://sts.amazonaws.com/", "us-east-1")]
    [InlineData("https://sts.us-east-1.amazonaws.com", "eu-west-1", true, "https://sts.us-east-1.amazonaws.com/", "us-east-1")]
    [InlineData("https://sts.af-south-1.amazonaws.com/", "af-south-1", true, "https://sts.af-south-1.amazonaws.com/", "af-south-1")]
    [InlineData("https://vpce-1.sts.us-west-2.vpce.amazonaws.com", "eu-west-1", true, "https://vpce-1.sts.us-west-2.vpce.amazonaws.com/", "us-west-2")]
    [InlineData("https://sts.internal:8443/path?x=1", "eu-west-1", true, "https://sts.internal:8443/path?x=1", "eu-west-1")]
    [InlineData("http://localhost:4566", "eu-west-1", false, "http://localhost:4566/", "eu-west-1")]
    public void Is_where_the_configuration_and_the_region_say(string? url, string? region, bool isRegional, string address, string signingRegion)
    {
        StsEndpoint? endpoint = StsEndpoint.Of(url, region, isRegional, out string? failure);

        Assert.Equal((address, signingRegion, null), (endpoint?.Uri.AbsoluteUri, endpoint?.SigningRegion, failure));
    }

    [Theory]
    [InlineData("https://sts example", "eu-west-1")]
    [InlineData("ftp://sts.internal", "eu-west-1")]
    [InlineData(null, "..")]
    public void Is_nowhere_when_the_address_is_not_valid(string? url, string region)
    {
        Assert.Null(StsEndpoint.Of(url, region, isRegional: true, out string? failure));
        Assert.Equal("the address of STS is not valid", failure);
    }
}
