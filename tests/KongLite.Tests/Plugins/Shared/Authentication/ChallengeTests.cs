using KongLite.Plugins.Shared.Authentication;

namespace KongLite.Tests.Plugins.Shared.Authentication;

public sealed class ChallengeTests
{
    [Theory]
    [InlineData(null, "Key")]
    [InlineData("staff only", "Key realm=\"staff only\"")]
    [InlineData("a\"b", "Key realm=\"a\"b\"")]
    [InlineData("a\r\nb\t\u0085", "Key realm=\"a  b  \"")]
    [InlineData("é", "Key realm=\"\u00C3\u00A9\"")]
    public void Is_one_line_of_bytes(string? realm, string challenge)
    {
        Assert.Equal(challenge, Challenge.Of("Key", realm));
    }
}
