using System.Security.Cryptography;
using System.Text;
using KongLite.Plugins.HmacAuth;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Plugins;

namespace KongLite.Tests.Plugins.HmacAuth;

public sealed class HmacAuthPluginTests
{
    private const string Unusable = "HMAC signature cannot be verified";
    private const string Mismatch = "HMAC signature does not match";
    private const string BadDate = "HMAC signature cannot be verified, a valid date or x-date header is required for HMAC Authentication";

    private static readonly string Now = TestExchange.Start.ToString("R");
    private static readonly Consumer Bob = new() { Id = Guid.NewGuid(), Username = "bob" };
    private static readonly HmacAuthCredential Credential = new() { Id = Guid.NewGuid(), ConsumerId = Bob.Id, Username = "bob", Secret = "s3cret" };

    public static TheoryData<string, Func<byte[], byte[], byte[]>> Algorithms => new()
    {
        { "hmac-sha1", HMACSHA1.HashData },
        { "hmac-sha256", HMACSHA256.HashData },
        { "hmac-sha384", HMACSHA384.HashData },
        { "hmac-sha512", HMACSHA512.HashData },
    };

    [Theory]
    [MemberData(nameof(Algorithms))]
    public async Task Names_the_consumer_of_a_right_signature(string algorithm, Func<byte[], byte[], byte[]> hash)
    {
        string signature = Convert.ToBase64String(hash("s3cret"u8.ToArray(), Encoding.UTF8.GetBytes($"date: {Now}")));
        Exchange exchange = TestExchange.Of("GET", "/", null, ("Date", Now), ("Authorization", Header(signature, "date", algorithm)));

        Assert.Equal(PhaseResult.Continue, await RunAsync(exchange, new HmacAuthConfig()));

        Assert.Same(Bob, exchange.Client.Consumer);
        Assert.Equal("bob", exchange.Request.Header("X-Credential-Identifier"));
    }

    // The vectors of Kong's guide.
    [Theory]
    [InlineData("@request-target", "eBDY0oRfbAEbAw1Qb5bQ9qKFuX7OdrJ1AOoaU9Rwci8=")]
    [InlineData("request-line", "ujWCGHeec9Xd6UD2zlyxiNMCiXnDOWeVFMu5VeRUxtw=")]
    public async Task Signs_the_request_as_Kong_does(string name, string signature)
    {
        var alice = Credential with { Username = "alice123", Secret = "secret" };
        Exchange exchange = TestExchange.Of(
            "GET", "/requests", null, ("Date", "Thu, 22 Jun 2017 17:15:21 GMT"), ("Authorization", Header(signature, $"date {name}", username: "alice123")));

        PhaseResult result = await new HmacAuthPlugin(
            new HmacAuthConfig { ClockSkew = 1e10 }, new FakeLookup(Bob, alice), new TestClock(TestExchange.Start)).AccessAsync(exchange);

        Assert.Equal(PhaseResult.Continue, result);
    }

    [Theory]
    [InlineData("date x-one", "X-One", "1", "x-one: 1")]
    [InlineData("date x-gone", "X-One", "1", "x-gone:")]
    [InlineData("date X-One", "x-one", " a  b", "X-One:  a  b")]
    [InlineData("date @request-target", "X-One", "1", "@request-target: post /a%20b?c=d&c=%65")]
    [InlineData("date request-line", "X-One", "1", "POST /a%20b?c=d&c=%65 HTTP/1.1")]
    [InlineData("date request-line", "Request-Line", "mine", "request-line: mine")]
    [InlineData("date  x-one", "X-One", "1", ":\nx-one: 1")]
    [InlineData("date x-one", "X-One", "\u00C3\u00A9", "x-one: é")]
    public async Task Signs_a_line_for_each_name(string names, string header, string value, string signed)
    {
        Exchange exchange = TestExchange.Of(
            "POST", "/a%20b?c=d&c=%65", null, ("Date", Now), (header, value), ("Authorization", Header(Sign($"date: {Now}\n{signed}"), names)));

        Assert.Equal(PhaseResult.Continue, await RunAsync(exchange, new HmacAuthConfig()));
    }

    [Theory]
    [InlineData("eve", "hmac-sha256", Unusable)]
    [InlineData("bob", "hmac-md5", Unusable)]
    [InlineData("bob", "HMAC-SHA256", Unusable)]
    [InlineData("bob", "hmac-sha512", Unusable)]
    [InlineData("bob", "hmac-sha1", Mismatch)]
    public async Task Refuses_unknown_names_and_algorithms(string username, string algorithm, string message)
    {
        Exchange exchange = TestExchange.Of(
            "GET", "/", null, ("Date", Now), ("Authorization", Header(Sign($"date: {Now}"), "date", algorithm, username)));

        await RunAsync(exchange, new HmacAuthConfig { Algorithms = [HmacAlgorithm.Sha256, HmacAlgorithm.Sha1], Realm = "r" });

        AssertRefused(exchange, message, "hmac realm=\"r\"");
    }

    [Theory]
    [InlineData("AAAA")]
    [InlineData("***")]
    [InlineData("A")]
    [InlineData("\u00ff")]
    public async Task Refuses_a_wrong_signature(string signature)
    {
        Exchange exchange = TestExchange.Of("GET", "/", null, ("Date", Now), ("Authorization", Header(signature, "date")));

        await RunAsync(exchange, new HmacAuthConfig());

        AssertRefused(exchange, Mismatch);
    }

    [Theory]
    [InlineData(299, PhaseResult.Continue)]
    [InlineData(-301, PhaseResult.Exit)]
    [InlineData(301, PhaseResult.Exit)]
    public async Task Wants_a_date_near_the_clock(int skew, PhaseResult expected)
    {
        string date = TestExchange.Start.AddSeconds(skew).ToString("R");
        Exchange exchange = TestExchange.Of("GET", "/", null, ("X-Date", date), ("Authorization", Header(Sign($"x-date: {date}"), "x-date")));

        Assert.Equal(expected, await RunAsync(exchange, new HmacAuthConfig()));
        Assert.Equal(expected == PhaseResult.Exit ? BadDate : null, exchange.Local?.Message);
    }

    [Fact]
    public async Task Takes_a_good_Date_beside_a_bad_X_Date()
    {
        Exchange exchange = TestExchange.Of("GET", "/", null, ("Date", Now), ("X-Date", "soon"), ("Authorization", Header(Sign($"date: {Now}"), "date")));

        Assert.Equal(PhaseResult.Continue, await RunAsync(exchange, new HmacAuthConfig()));
    }

    [Theory]
    [InlineData("date request-line", PhaseResult.Continue)]
    [InlineData("request-line date", PhaseResult.Continue)]
    [InlineData("date", PhaseResult.Exit)]
    [InlineData("Date request-line", PhaseResult.Exit)]
    public async Task Wants_the_enforced_headers_signed(string names, PhaseResult expected)
    {
        string signed = string.Join('\n', names.Split(' ').Select(name => name == "request-line" ? "GET / HTTP/1.1" : $"{name}: {Now}"));
        Exchange exchange = TestExchange.Of("GET", "/", null, ("Date", Now), ("Authorization", Header(Sign(signed), names)));

        Assert.Equal(expected, await RunAsync(exchange, new HmacAuthConfig { EnforceHeaders = ["date", "request-line"] }));
    }

    [Theory]
    [InlineData("a body", "SHA-256=dxgk3kIodkL6D74LVouAzDKQ4pt9PNbvvHsbjrEDewQ=", PhaseResult.Continue)]
    [InlineData("a bodY", "SHA-256=dxgk3kIodkL6D74LVouAzDKQ4pt9PNbvvHsbjrEDewQ=", PhaseResult.Exit)]
    [InlineData("a body", null, PhaseResult.Exit)]
    [InlineData("", null, PhaseResult.Continue)]
    [InlineData("", "SHA-256=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", PhaseResult.Continue)]
    [InlineData("", "x", PhaseResult.Exit)]
    public async Task Checks_the_digest_of_the_body_when_told(string body, string? digest, PhaseResult expected)
    {
        (string, string) authorization = ("Authorization", Header(Sign($"date: {Now}"), "date"));
        Exchange exchange = TestExchange.Of(
            "POST", "/", body, digest is null ? [("Date", Now), authorization] : [("Date", Now), authorization, ("Digest", digest)]);

        Assert.Equal(expected, await RunAsync(exchange, new HmacAuthConfig { ValidateRequestBody = true }));
    }

    [Fact]
    public async Task Does_not_check_a_body_beyond_the_buffer()
    {
        string body = new('x', 100_000);
        string digest = $"SHA-256={Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(body)))}";
        Exchange exchange = TestExchange.Of(
            "POST", "/", body, ("Date", Now), ("Digest", digest), ("Authorization", Header(Sign($"date: {Now}"), "date")));

        await RunAsync(exchange, new HmacAuthConfig { ValidateRequestBody = true });

        AssertRefused(exchange, Mismatch);
    }

    [Theory]
    [InlineData(true, "Proxy-Authorization", "Authorization")]
    [InlineData(false, "Authorization", "Proxy-Authorization")]
    public async Task Takes_and_hides_Proxy_Authorization_first_when_it_can_be_read(bool proxyIsGood, string hidden, string kept)
    {
        string good = Header(Sign($"date: {Now}"), "date");
        Exchange exchange = TestExchange.Of(
            "GET", "/", null, ("Date", Now), ("Proxy-Authorization", proxyIsGood ? good : "nonsense"), ("Authorization", proxyIsGood ? "nonsense" : good));

        Assert.Equal(PhaseResult.Continue, await RunAsync(exchange, new HmacAuthConfig { HideCredentials = true }));

        Assert.Null(exchange.Request.Header(hidden));
        Assert.NotNull(exchange.Request.Header(kept));
    }

    [Fact]
    public async Task Asks_for_a_signature()
    {
        Exchange exchange = TestExchange.Of("GET", "/", null, ("Date", Now));

        await RunAsync(exchange, new HmacAuthConfig());

        AssertRefused(exchange, "Unauthorized");
    }

    private static string Sign(string text) => Convert.ToBase64String(HMACSHA256.HashData("s3cret"u8, Encoding.UTF8.GetBytes(text)));

    private static string Header(string signature, string names, string algorithm = "hmac-sha256", string username = "bob") =>
        $"hmac username=\"{username}\", algorithm=\"{algorithm}\", headers=\"{names}\", signature=\"{signature}\"";

    private static void AssertRefused(Exchange exchange, string message, string challenge = "hmac")
    {
        Assert.Equal((401, message), (exchange.Local!.Status, exchange.Local.Message));
        Assert.Equal(challenge, exchange.Response.Header("WWW-Authenticate"));
    }

    private static ValueTask<PhaseResult> RunAsync(Exchange exchange, HmacAuthConfig config) =>
        new HmacAuthPlugin(config, new FakeLookup(Bob, Credential), new TestClock(TestExchange.Start)).AccessAsync(exchange);
}
