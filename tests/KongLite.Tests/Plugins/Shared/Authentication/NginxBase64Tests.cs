using System.Text;
using KongLite.Plugins.Shared.Authentication;

namespace KongLite.Tests.Plugins.Shared.Authentication;

public sealed class NginxBase64Tests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("Zg==", "f")]
    [InlineData("Zg", "f")]
    [InlineData("Zm8", "fo")]
    [InlineData("Zm9v", "foo")]
    [InlineData("Zm9vYg=", "foob")]
    [InlineData("Zg=whatever follows", "f")]
    public void Decodes_with_and_without_padding(string text, string decoded)
    {
        Assert.Equal(decoded, Encoding.ASCII.GetString(NginxBase64.Decode(text)!));
    }

    [Theory]
    [InlineData("Z")]
    [InlineData("Zm9vY")]
    [InlineData("Zm 9v")]
    [InlineData("Zm9*")]
    [InlineData("Zm9é")]
    [InlineData("Zm9\u4e00")]
    [InlineData("-_-_")]
    public void Refuses_what_is_none(string text)
    {
        Assert.Null(NginxBase64.Decode(text));
    }

    [Fact]
    public void Takes_both_alphabets_where_tokens_are_read()
    {
        Assert.Equal(NginxBase64.Decode("+/+/"), NginxBase64.Decode("-_-_", url: true));
        Assert.Equal(NginxBase64.Decode("+/+/"), NginxBase64.Decode("+/+/", url: true));
    }

    [Fact]
    public void Agrees_with_the_framework_on_every_length()
    {
        byte[] bytes = [.. Enumerable.Range(0, 256).Select(each => (byte)each)];

        Assert.All(Enumerable.Range(0, 256), length => Assert.Equal(bytes[..length], NginxBase64.Decode(Convert.ToBase64String(bytes[..length]))));
    }
}
