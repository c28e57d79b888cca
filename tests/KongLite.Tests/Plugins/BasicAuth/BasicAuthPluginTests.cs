using System.Text;
using KongLite.Plugins.BasicAuth;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Plugins;

namespace KongLite.Tests.Plugins.BasicAuth;

public sealed class BasicAuthPluginTests
{
    private static readonly Consumer Bob = new() { Id = Guid.NewGuid(), Username = "bob" };
    private static readonly Consumer Nobody = new() { Id = Guid.NewGuid(), Username = "nobody" };
    private static readonly BasicAuthCredential Login = Of("bob", "secret");

    [Theory]
    [InlineData("bob:secret")]
    [InlineData("bob:secret\n")]
    public async Task Names_the_consumer_of_a_right_password(string login)
    {
        Exchange exchange = With("Basic " + Encode(login));

        Assert.Equal(PhaseResult.Continue, await RunAsync(exchange, new BasicAuthConfig()));

        Assert.Same(Bob, exchange.Client.Consumer);
        Assert.Same(Login, exchange.Client.Credential);
        Assert.Equal("bob", exchange.Request.Header("X-Credential-Identifier"));
    }

    [Theory]
    [InlineData("Basic")]
    [InlineData("")]
    [InlineData("Basic !!!")]
    [InlineData("Basic =")]
    [InlineData("BASIC Ym9iOnNlY3JldA==")]
    [InlineData("BasicYm9iOnNlY3JldA==")]
    [InlineData("Bearer Ym9iOnNlY3JldA==")]
    [InlineData("Basic Ym9i")]
    [InlineData("Basic OnNlY3JldA==")]
    [InlineData("Basic /zpzZWNyZXQ=")]
    [InlineData("Basic \u00ff\u00fe")]
    public async Task Rejects_what_carries_no_login(string header)
    {
        Exchange exchange = With(header);

        await RunAsync(exchange, new BasicAuthConfig { Realm = "staff" });

        AssertRefused(exchange, "Basic realm=\"staff\"");
    }

    [Theory]
    [InlineData("bob:wrong")]
    [InlineData("bob:")]
    [InlineData("bob:Secret")]
    [InlineData("bob:secret ")]
    [InlineData("bob:secret\n\n")]
    [InlineData("Bob:secret")]
    [InlineData("eve:secret")]
    public async Task Rejects_a_wrong_login(string login)
    {
        Exchange exchange = With("Basic " + Encode(login));

        await RunAsync(exchange, new BasicAuthConfig());

        AssertRefused(exchange, "Basic realm=\"service\"");
    }

    [Theory]
    [InlineData("basic {0}")]
    [InlineData("Basic  \t{0}")]
    [InlineData("Token Basic {0}")]
    [InlineData("Basic {0} and more")]
    public async Task Reads_the_header_as_loosely_as_Kong(string form)
    {
        Exchange exchange = With(form.Replace("{0}", Encode("bob:secret"), StringComparison.Ordinal));

        Assert.Equal(PhaseResult.Continue, await RunAsync(exchange, new BasicAuthConfig()));
    }

    [Theory]
    [InlineData("bob:secret", "bob:wrong", PhaseResult.Continue)]
    [InlineData("eve:secret", "bob:secret", PhaseResult.Continue)]
    [InlineData("bob:wrong", "bob:secret", PhaseResult.Exit)]
    public async Task Asks_Authorization_only_when_Proxy_Authorization_names_nobody(string proxy, string usual, PhaseResult expected)
    {
        Exchange exchange = With("Basic " + Encode(usual), "Basic " + Encode(proxy));

        Assert.Equal(expected, await RunAsync(exchange, new BasicAuthConfig()));
    }

    [Theory]
    [InlineData("bob:secret", false)]
    [InlineData("eve:secret", true)]
    public async Task Hides_the_headers_it_looked_at(string proxy, bool hidesUsual)
    {
        Exchange exchange = With("Basic " + Encode("bob:secret"), "Basic " + Encode(proxy));

        await RunAsync(exchange, new BasicAuthConfig { HideCredentials = true });

        Assert.Null(exchange.Request.Header("Proxy-Authorization"));
        Assert.Equal(hidesUsual, exchange.Request.Header("Authorization") is null);
    }

    [Fact]
    public async Task Tells_the_service_names_beyond_ASCII_as_UTF_8()
    {
        BasicAuthCredential zoe = Of("zoë", "pässwörd");
        Exchange exchange = With("Basic " + Encode("zoë:pässwörd"));

        await new BasicAuthPlugin(new BasicAuthConfig(), new FakeLookup(Bob, zoe)).AccessAsync(exchange);

        Assert.Same(zoe, exchange.Client.Credential);
        Assert.Equal("zo\u00C3\u00AB", exchange.Request.Header("X-Credential-Identifier"));
    }

    [Fact]
    public async Task Never_matches_a_password_that_is_no_hash()
    {
        BasicAuthCredential plain = Login with { Password = "secret" };
        Exchange exchange = With("Basic " + Encode("bob:secret"));

        PhaseResult result = await new BasicAuthPlugin(new BasicAuthConfig(), new FakeLookup(Bob, plain)).AccessAsync(exchange);

        Assert.Equal(PhaseResult.Exit, result);
    }

    [Fact]
    public async Task Falls_back_to_the_anonymous_consumer()
    {
        Exchange exchange = With("Basic " + Encode("bob:wrong"));

        Assert.Equal(PhaseResult.Continue, await RunAsync(exchange, new BasicAuthConfig { Anonymous = "nobody" }));

        Assert.Same(Nobody, exchange.Client.Consumer);
        Assert.Null(exchange.Client.Credential);
        Assert.Null(exchange.Response.Header("WWW-Authenticate"));
    }

    private static BasicAuthCredential Of(string username, string password) =>
        new() { Id = Guid.NewGuid(), ConsumerId = Bob.Id, Username = username, Password = PasswordHashAttribute.Hash(password, Bob.Id) };

    private static string Encode(string login) => Convert.ToBase64String(Encoding.UTF8.GetBytes(login));

    private static Exchange With(string usual, string? proxy = null) =>
        TestExchange.Of("GET", "/", null, proxy is null ? [("Authorization", usual)] : [("Authorization", usual), ("Proxy-Authorization", proxy)]);

    private static void AssertRefused(Exchange exchange, string challenge)
    {
        Assert.Equal((401, "Unauthorized"), (exchange.Local!.Status, exchange.Local.Message));
        Assert.Equal(challenge, exchange.Response.Header("WWW-Authenticate"));
    }

    private static ValueTask<PhaseResult> RunAsync(Exchange exchange, BasicAuthConfig config) =>
        new BasicAuthPlugin(config, new FakeLookup(Bob, Nobody, Login)).AccessAsync(exchange);
}
