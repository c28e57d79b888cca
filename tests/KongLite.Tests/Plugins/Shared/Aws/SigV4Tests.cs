using System.Security.Cryptography;
using System.Text;
using KongLite.Plugins.Shared.Aws;

namespace KongLite.Tests.Plugins.Shared.Aws;

public sealed class SigV4Tests
{
    private const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private const string Time = "20150830T123600Z";
    private const string AllUnreserved = "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    // The published test suite of AWS; each signature was computed once more by another program.
    [Theory]
    [InlineData("get-vanilla", "GET", "/", "", "", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("get-vanilla-query-order-key-case", "GET", "/", "Param2=value2&Param1=value1", "", "", "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500")]
    [InlineData("get-vanilla-query-unreserved", "GET", "/", AllUnreserved + "=" + AllUnreserved, "", "", "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197")]
    [InlineData("get-vanilla-utf8-query", "GET", "/", "\u1234=bar", "", "", "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04")]
    [InlineData("get-utf8", "GET", "/\u1234", "", "", "", "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85")]
    [InlineData("get-space", "GET", "/example space/", "", "", "", "652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741")]
    [InlineData("get-unreserved", "GET", "/" + AllUnreserved, "", "", "", "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f")]
    [InlineData("get-relative", "GET", "/example/..", "", "", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("get-relative-relative", "GET", "/example1/example2/../..", "", "", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("get-slash", "GET", "//", "", "", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("get-slash-dot-slash", "GET", "/./", "", "", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("get-slash-pointless-dot", "GET", "/./example", "", "", "", "ef75d96142cf21edca26f06005da7988e4f8dc83a165a80865db7089db637ec5")]
    [InlineData("get-slashes", "GET", "//example//", "", "", "", "9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84")]
    [InlineData("get-header-key-duplicate", "GET", "/", "", "my-header1:value2|my-header1:value2|my-header1:value1", "", "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea")]
    [InlineData("get-header-value-order", "GET", "/", "", "my-header1:value4|my-header1:value1|my-header1:value3|my-header1:value2", "", "08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01")]
    [InlineData("get-header-value-trim", "GET", "/", "", "my-header1: value1|my-header2: \"a   b   c\"", "", "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736")]
    [InlineData("post-vanilla", "POST", "/", "", "", "", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")]
    [InlineData("post-vanilla-query", "POST", "/", "Param1=value1", "", "", "28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11")]
    [InlineData("post-header-key-sort", "POST", "/", "", "my-header1:value1", "", "c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c")]
    [InlineData("post-x-www-form-urlencoded", "POST", "/", "", "content-type:application/x-www-form-urlencoded", "Param1=value1", "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a")]
    public void Signs_as_the_published_vectors(string name, string method, string path, string query, string headers, string body, string signature)
    {
        SigV4Header[] signed =
        [
            .. headers.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(line => new SigV4Header(line.Split(':')[0], line.Split(':')[1])),
            new("host", "example.amazonaws.com"),
            new("x-amz-date", Time),
        ];

        string authorization = Sign(method, path, query, [.. signed.OrderBy(header => header.Name, StringComparer.Ordinal)], body, Secret, Time, "us-east-1", "service");

        Assert.True(authorization.EndsWith($"Signature={signature}", StringComparison.Ordinal), $"{name}: {authorization}");
        Assert.StartsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=", authorization, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hello", "", "lambda.eu-west-1.amazonaws.com", null, "{\"a\":1}", "202dcf24f06e8db87bf885a6c3988576c0712dc5e33d585f3e4d778b3e0af8b7")]
    [InlineData("arn:aws:lambda:eu-west-1:123456789012:function:hello", "Qualifier=%24LATEST", "lambda.eu-west-1.amazonaws.com", "TOKEN==", "{}", "fa71b230ad65e6b4b85f803897f8d4f60056d915840f28f02c1c981617d1a9bc")]
    [InlineData("hello", "", "localhost:9001", null, "{}", "44853f1cb72dff1199dc67e5056cf76f04a79528395e6c976b5bc166563478ab")]
    [InlineData("with%20space", "", "localhost:9001", null, "{}", "671a56d3a4258df59865857943dd7c94b7e86e7526edd39aaee52338c95f9b2a")]
    public void Signs_calls_of_functions(string function, string query, string host, string? token, string body, string signature)
    {
        SigV4Header[] headers = [.. LambdaHeaders(host, body.Length), .. token is null ? Array.Empty<SigV4Header>() : [new("x-amz-security-token", token)]];

        string authorization = Sign(
            "POST", $"/2015-03-31/functions/{function}/invocations", query, headers, body, "kong/lite+secret=key", "20240102T030405Z", "eu-west-1", "lambda");

        Assert.EndsWith($"Signature={signature}", authorization, StringComparison.Ordinal);
        string last = token is null ? "x-amz-log-type" : "x-amz-log-type;x-amz-security-token";
        Assert.Contains($"SignedHeaders=content-length;host;x-amz-date;x-amz-invocation-type;{last}, ", authorization, StringComparison.Ordinal);
    }

    [Fact]
    public void Writes_the_canonical_request_that_the_reference_shows()
    {
        var request = new SigV4Request
        {
            Method = "POST",
            Path = "/2015-03-31/functions/hello/invocations",
            Headers = LambdaHeaders("lambda.eu-west-1.amazonaws.com", 7),
            BodyHash = SHA256.HashData("{\"a\":1}"u8),
        };

        Assert.Equal(
            "POST\n/2015-03-31/functions/hello/invocations\n\ncontent-length:7\nhost:lambda.eu-west-1.amazonaws.com\nx-amz-date:20240102T030405Z\n"
            + "x-amz-invocation-type:RequestResponse\nx-amz-log-type:Tail\n\ncontent-length;host;x-amz-date;x-amz-invocation-type;x-amz-log-type\n"
            + "015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862",
            SigV4.CanonicalRequest(request));
    }

    [Fact]
    public void Keeps_the_derived_key_only_for_the_same_secret_and_day()
    {
        var signer = new SigV4Signer("us-east-1", "service");

        string first = SignWith(signer, Secret, "20150830T123600Z");
        string otherSecret = SignWith(signer, "other", "20150830T123600Z");
        string otherDay = SignWith(signer, Secret, "20150831T123600Z");

        Assert.Equal(first, SignWith(signer, Secret, "20150830T123600Z"));
        Assert.Equal(SignWith(new SigV4Signer("us-east-1", "service"), "other", "20150830T123600Z"), otherSecret);
        Assert.Equal(SignWith(new SigV4Signer("us-east-1", "service"), Secret, "20150831T123600Z"), otherDay);
        Assert.NotEqual(first, otherSecret);
    }

    [Fact]
    public void Signs_long_values_that_exceed_the_first_buffer()
    {
        string token = new('t', 5000);
        SigV4Header[] headers = [new("host", "h"), new("x-amz-date", Time), new("x-amz-security-token", token)];
        var request = new SigV4Request { Method = "GET", Path = "/", Headers = headers, BodyHash = SHA256.HashData([]) };

        Assert.Contains(token, SigV4.CanonicalRequest(request), StringComparison.Ordinal);
    }

    [Fact]
    public void Signs_a_kilobyte_within_the_allocation_budget()
    {
        var signer = new SigV4Signer("us-east-1", "service");
        SignWith(signer, Secret, Time);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            SignWith(signer, Secret, Time);
        }

        long each = (GC.GetAllocatedBytesForCurrentThread() - before) / 100;
        Assert.InRange(each, 0, 1024);
    }

    private static string SignWith(SigV4Signer signer, string secret, string time)
    {
        ReadOnlySpan<SigV4Header> headers = [new("host", "h"), new("x-amz-date", time)];
        Span<byte> hash = stackalloc byte[32];
        Span<byte> body = stackalloc byte[1024];
        body.Clear();
        SHA256.HashData(body, hash);
        var request = new SigV4Request { Method = "POST", Path = "/x", Headers = headers, BodyHash = hash };
        return signer.Sign(request, new AwsCredentials("AKIDEXAMPLE", secret, null), time);
    }

    private static SigV4Header[] LambdaHeaders(string host, int length) =>
    [
        new("content-length", length.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        new("host", host),
        new("x-amz-date", "20240102T030405Z"),
        new("x-amz-invocation-type", "RequestResponse"),
        new("x-amz-log-type", "Tail"),
    ];

    private static string Sign(
        string method, string path, string query, SigV4Header[] headers, string body, string secret, string time, string region, string service)
    {
        byte[] key = new byte[SigV4.KeyLength];
        SigV4.DeriveKey(secret, time, region, service, key);
        var request = new SigV4Request { Method = method, Path = path, Query = query, Headers = headers, BodyHash = SHA256.HashData(Encoding.UTF8.GetBytes(body)) };
        return SigV4.Authorization(request, "AKIDEXAMPLE", key, time, region, service);
    }
}
