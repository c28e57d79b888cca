using System.Diagnostics;
using KongLite.Plugins.HmacAuth;

namespace KongLite.Tests.Plugins.HmacAuth;

public sealed class HmacParametersTests
{
    [Theory]
    [InlineData("""hmac username="bob", algorithm="hmac-sha256", headers="date", signature="AA==" """, "bob|hmac-sha256|date|AA==")]
    [InlineData("""Hmac username="b",algorithm="a",   headers="d x",signature="s" """, "b|a|d x|s")]
    [InlineData("""Signature hmacusername="b",algorithm="a",headers="d",signature="s", more="m" """, """b|a|d|s", more="m""")]
    [InlineData("""hmac username="a", b", algorithm="c", algorithm="d", headers="e", signature="f" """, """a", b", algorithm="c|d|e|f""")]
    [InlineData("""hmac username="b", algorithm="a", headers="h", signature="x", signature="s" """, """b|a|h", signature="x|s""")]
    [InlineData("""hmac username="", algorithm="a", headers="h", algorithm="b", headers="i", signature="s" """, "\", algorithm=\"a\", headers=\"h|b|i|s")]
    public void Reads_each_value_as_far_as_it_goes(string header, string expected)
    {
        Assert.True(HmacParameters.TryRead(header, out HmacParameters given));

        Assert.Equal(expected, $"{given.Username}|{given.Algorithm}|{given.Headers}|{given.Signature}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"")]
    [InlineData("hmac")]
    [InlineData("hmac :dXNlcm5hbWU6cGFzc3dvcmQ=")]
    [InlineData("""HMAC username="b", algorithm="a", headers="d", signature="s" """)]
    [InlineData("""username="b", algorithm="a", headers="d", signature="s" """)]
    [InlineData("""hmac algorithm="a", username="b", headers="d", signature="s" """)]
    [InlineData("""hmac username="b" , algorithm="a", headers="d", signature="s" """)]
    [InlineData("""hmac username="b", algorithm="a", headers="d" """)]
    [InlineData("""hmac username="", algorithm="a", headers="d", signature="s" """)]
    [InlineData("""hmac username="b", algorithm="", headers="d", signature="s" """)]
    [InlineData("""hmac username="b", algorithm="a", headers="", signature="s" """)]
    [InlineData("""hmac username="b", algorithm="a", headers="d", signature="" """)]
    [InlineData("""hmac username="b", algorithm="a", headers="d", signature="s """)]
    public void Refuses_what_lacks_something(string header)
    {
        Assert.False(HmacParameters.TryRead(header.TrimEnd(' '), out _));
    }

    [Fact]
    public void Is_not_kept_busy_by_a_hostile_header()
    {
        string header = string.Concat(Enumerable.Repeat("hmac username=\"a\", algorithm=\"a\", headers=\"a\", signature=", 20_000));
        long began = Stopwatch.GetTimestamp();

        HmacParameters.TryRead(header, out _);

        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }
}
