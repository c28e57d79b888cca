using System.Security.Cryptography;
using KongLite.Plugins.Jwt;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Plugins;

namespace KongLite.Tests.Plugins.Jwt;

public sealed class JwtPluginTests
{
    private static readonly long Now = TestExchange.Start.ToUnixTimeSeconds();
    private static readonly Consumer Bob = new() { Id = Guid.NewGuid(), Username = "bob" };
    private static readonly JwtSecret Credential = new() { Id = Guid.NewGuid(), ConsumerId = Bob.Id, Key = "k", Secret = "secret" };

    [Fact]
    public async Task Names_the_consumer_of_a_valid_token()
    {
        Exchange exchange = With(Tokens.Of("""{"iss":"k"}"""));

        Assert.Equal(PhaseResult.Continue, await RunAsync(exchange));

        Assert.Same(Bob, exchange.Client.Consumer);
        Assert.Equal("k", exchange.Request.Header("X-Credential-Identifier"));
        Assert.NotNull(exchange.Request.Header("Authorization"));
    }

    [Fact]
    public async Task Asks_for_a_token()
    {
        Exchange exchange = TestExchange.Of("GET", "/");

        await RunAsync(exchange, new JwtConfig { Realm = "r" });

        AssertRefused(exchange, """{"message":"Unauthorized"}""", "Bearer realm=\"r\"");
    }

    [Theory]
    [InlineData("{}", "No mandatory 'iss' in claims")]
    [InlineData("null", "No mandatory 'iss' in claims")]
    [InlineData("[]", "No mandatory 'iss' in claims")]
    [InlineData("""{"iss":""}""", "Invalid 'iss' in claims")]
    [InlineData("""{"iss":5}""", "Invalid 'iss' in claims")]
    [InlineData("""{"iss":"nobody"}""", "No credentials found for given 'iss'")]
    [InlineData("x", "Bad token; invalid JSON")]
    public async Task Says_what_is_wrong_with_a_token(string claims, string message)
    {
        Exchange exchange = With(Tokens.Of(claims));

        await RunAsync(exchange);

        AssertRefused(exchange, $$"""{"message":"{{message}}"}""");
    }

    [Theory]
    [InlineData("/?jwt=a&jwt=b", "Multiple tokens provided")]
    [InlineData("/?jwt", "Unrecognizable token")]
    public async Task Says_what_is_wrong_with_what_there_is(string target, string message)
    {
        Exchange exchange = TestExchange.Of("GET", target);

        await RunAsync(exchange);

        AssertRefused(exchange, $$"""{"message":"{{message}}"}""");
    }

    [Fact]
    public async Task Finds_the_key_in_the_header_when_the_claims_lack_it()
    {
        Exchange exchange = With(Tokens.Of("""{"kid":null}""", """{"alg":"HS256","kid":"k"}"""));

        Assert.Equal(PhaseResult.Continue, await RunAsync(exchange, new JwtConfig { KeyClaimName = "kid" }));
    }

    [Theory]
    [InlineData("HS256", "Invalid signature")]
    [InlineData("HS512", "Invalid algorithm")]
    public async Task Refuses_another_secret_and_another_algorithm(string algorithm, string message)
    {
        string token = Tokens.Of("""{"iss":"k"}""", $$"""{"alg":"{{algorithm}}"}""", data => HMACSHA256.HashData("other"u8, data));
        Exchange exchange = With(token);

        await RunAsync(exchange);

        AssertRefused(exchange, $$"""{"message":"{{message}}"}""");
    }

    [Fact]
    public async Task Does_not_take_a_public_key_for_a_secret()
    {
        using var rsa = RSA.Create(2048);
        string pem = rsa.ExportSubjectPublicKeyInfoPem();
        JwtSecret credential = Credential with { Algorithm = JwtAlgorithm.RS256, RsaPublicKey = pem };
        Exchange exchange = With(Tokens.Of("""{"iss":"k"}""", """{"alg":"HS256"}""", data => HMACSHA256.HashData(System.Text.Encoding.UTF8.GetBytes(pem), data)));

        await RunAsync(exchange, credential: credential);

        AssertRefused(exchange, """{"message":"Invalid algorithm"}""");
    }

    [Theory]
    [InlineData("c2VjcmV0", null)]
    [InlineData("c2VjcmV0=", null)]
    [InlineData("secret", "Invalid signature")]
    [InlineData("***", "Invalid key/secret")]
    [InlineData("=", "Invalid key/secret")]
    public async Task Decodes_secrets_when_told(string secret, string? message)
    {
        Exchange exchange = With(Tokens.Of("""{"iss":"k"}"""));

        await RunAsync(exchange, new JwtConfig { SecretIsBase64 = true }, Credential with { Secret = secret });

        Assert.Equal(message, (string?)exchange.Local?.Json?["message"]);
    }

    [Theory]
    [InlineData(-1, 0, "exp,nbf", """{"exp":"token expired"}""")]
    [InlineData(0, 0, "exp,nbf", """{"exp":"token expired"}""")]
    [InlineData(1, 0, "exp,nbf", null)]
    [InlineData(0.5, 0, "exp", null)]
    [InlineData(1, 1, "exp,nbf", """{"nbf":"token not valid yet"}""")]
    [InlineData(-1, 1, "exp,nbf", """{"nbf":"token not valid yet","exp":"token expired"}""")]
    [InlineData(-1, 1, "exp", """{"exp":"token expired"}""")]
    [InlineData(-1, 1, null, null)]
    public async Task Checks_times_when_told(double end, double beginning, string? verified, string? errors)
    {
        Exchange exchange = With(Tokens.Of(FormattableString.Invariant($$"""{"iss":"k","exp":{{Now + end}},"nbf":{{Now + beginning}}}""")));

        await RunAsync(exchange, new JwtConfig { ClaimsToVerify = verified?.Split(',') });

        Assert.Equal(errors, exchange.Local?.Json?.ToJsonString());
    }

    [Theory]
    [InlineData("""{"iss":"k"}""")]
    [InlineData("""{"iss":"k","exp":"4102444800","nbf":null}""")]
    public async Task Wants_times_that_are_numbers(string claims)
    {
        Exchange exchange = With(Tokens.Of(claims));

        await RunAsync(exchange, new JwtConfig { ClaimsToVerify = ["exp", "nbf"] });

        AssertRefused(exchange, """{"nbf":"must be a number","exp":"must be a number"}""");
    }

    [Theory]
    [InlineData(60, null)]
    [InlineData(61, """{"exp":"exceeds maximum allowed expiration"}""")]
    public async Task Bounds_the_lifetime_of_tokens(int end, string? errors)
    {
        Exchange exchange = With(Tokens.Of($$"""{"iss":"k","exp":{{Now + end}}}"""));

        await RunAsync(exchange, new JwtConfig { ClaimsToVerify = ["exp"], MaximumExpiration = 60 });

        Assert.Equal(errors, exchange.Local?.Json?.ToJsonString());
    }

    [Fact]
    public async Task Says_when_the_consumer_is_gone()
    {
        Exchange exchange = With(Tokens.Of("""{"iss":"k"}"""));

        await new JwtPlugin(new JwtConfig(), new FakeLookup(Credential), new VerificationKeys(), new TestClock(TestExchange.Start)).AccessAsync(exchange);

        Assert.Equal("Could not find consumer for 'iss=k'", (string?)exchange.Local!.Json!["message"]);
        Assert.Null(exchange.Response.Header("WWW-Authenticate"));
    }

    [Theory]
    [InlineData(true, PhaseResult.Exit)]
    [InlineData(false, PhaseResult.Continue)]
    public async Task Lets_preflights_pass_when_told(bool runs, PhaseResult expected)
    {
        Exchange exchange = TestExchange.Of("OPTIONS", "/");

        Assert.Equal(expected, await RunAsync(exchange, new JwtConfig { RunOnPreflight = runs }));
    }

    private static Exchange With(string token) => TestExchange.Of("GET", "/", null, ("Authorization", $"Bearer {token}"));

    private static void AssertRefused(Exchange exchange, string json, string challenge = "Bearer error=\"invalid_token\"")
    {
        Assert.Equal((401, json), (exchange.Local!.Status, exchange.Local.Json!.ToJsonString(KongLite.Sdk.Schema.SchemaJson.Options)));
        Assert.Equal(challenge, exchange.Response.Header("WWW-Authenticate"));
    }

    private static ValueTask<PhaseResult> RunAsync(Exchange exchange, JwtConfig? config = null, JwtSecret? credential = null) => new JwtPlugin(
        config ?? new JwtConfig(), new FakeLookup(Bob, credential ?? Credential), new VerificationKeys(), new TestClock(TestExchange.Start)).AccessAsync(exchange);
}
