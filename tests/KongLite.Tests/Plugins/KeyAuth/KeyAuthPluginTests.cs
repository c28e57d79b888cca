using System.Text;
using KongLite.Plugins.KeyAuth;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Plugins;

namespace KongLite.Tests.Plugins.KeyAuth;

public sealed class KeyAuthPluginTests
{
    private const string NoKey = "No API key found in request";
    private const string Form = "application/x-www-form-urlencoded";

    private static readonly Consumer Bob = new() { Id = Guid.NewGuid(), Username = "bob", CustomId = "bob-7" };
    private static readonly Consumer Nobody = new() { Id = Guid.NewGuid(), Username = "nobody" };
    private static readonly KeyAuthCredential Kong = new() { Id = Guid.NewGuid(), ConsumerId = Bob.Id, Key = "kong" };

    [Fact]
    public async Task Names_the_consumer_of_a_valid_key()
    {
        Exchange exchange = TestExchange.Of("GET", "/", null, ("apikey", "kong"), ("X-Anonymous-Consumer", "true"), ("X-Consumer-ID", "mine"));

        Assert.Equal(PhaseResult.Continue, await RunAsync(exchange, new KeyAuthConfig()));

        Assert.Same(Bob, exchange.Client.Consumer);
        Assert.Same(Kong, exchange.Client.Credential);
        Assert.Equal(Bob.Id.ToString(), exchange.Request.Header("X-Consumer-ID"));
        Assert.Equal("bob", exchange.Request.Header("X-Consumer-Username"));
        Assert.Equal("bob-7", exchange.Request.Header("X-Consumer-Custom-ID"));
        Assert.Equal(Kong.Id.ToString(), exchange.Request.Header("X-Credential-Identifier"));
        Assert.Null(exchange.Request.Header("X-Anonymous-Consumer"));
    }

    [Theory]
    [InlineData("/", null, NoKey)]
    [InlineData("/", "", NoKey)]
    [InlineData("/?apikey", null, NoKey)]
    [InlineData("/?apikey=", null, NoKey)]
    [InlineData("/?APIKEY=kong", null, NoKey)]
    [InlineData("/?apikey=wrong", null, "Unauthorized")]
    [InlineData("/?apikey=KONG", null, "Unauthorized")]
    [InlineData("/?apikey=kong", "wrong", "Unauthorized")]
    [InlineData("/?apikey=kong&apikey=kong", null, "Duplicate API key found")]
    [InlineData("/?apikey=kong&apikey", null, "Duplicate API key found")]
    public async Task Rejects_requests_without_a_valid_key(string target, string? header, string message)
    {
        Exchange exchange = TestExchange.Of("GET", target, null, header is null ? [] : [("apikey", header)]);

        Assert.Equal(PhaseResult.Exit, await RunAsync(exchange, new KeyAuthConfig()));

        AssertRefused(exchange, message);
        Assert.Equal("Key", exchange.Response.Header("WWW-Authenticate"));
    }

    [Fact]
    public async Task Names_the_realm()
    {
        Exchange exchange = TestExchange.Of("GET", "/");

        await RunAsync(exchange, new KeyAuthConfig { Realm = "test-realm" });

        Assert.Equal("Key realm=\"test-realm\"", exchange.Response.Header("WWW-Authenticate"));
    }

    [Fact]
    public async Task Refuses_a_header_in_several_lines()
    {
        Exchange exchange = TestExchange.Of("GET", "/?apikey=kong", null, ("apikey", "kong"), ("apikey", "kong"));

        await RunAsync(exchange, new KeyAuthConfig());

        AssertRefused(exchange, "Duplicate API key found");
    }

    [Theory]
    [InlineData(true, true, "kong", "wrong", true)]
    [InlineData(false, true, null, "kong", true)]
    [InlineData(false, true, "wrong", "kong", true)]
    [InlineData(false, true, "kong", null, false)]
    [InlineData(true, false, null, "kong", false)]
    [InlineData(false, false, "kong", "kong", false)]
    public async Task Looks_only_where_it_may(bool inHeader, bool inQuery, string? header, string? query, bool passes)
    {
        Exchange exchange = TestExchange.Of("GET", query is null ? "/" : $"/?apikey={query}", null, header is null ? [] : [("apikey", header)]);

        PhaseResult result = await RunAsync(exchange, new KeyAuthConfig { KeyInHeader = inHeader, KeyInQuery = inQuery });

        Assert.Equal(passes ? PhaseResult.Continue : PhaseResult.Exit, result);
    }

    [Theory]
    [InlineData("api_key")]
    [InlineData("api-key")]
    [InlineData("API-Key")]
    public async Task Takes_an_underscore_for_a_dash_in_headers(string header)
    {
        Exchange exchange = TestExchange.Of("GET", "/", null, (header, "kong"));

        Assert.Equal(PhaseResult.Continue, await RunAsync(exchange, new KeyAuthConfig { KeyNames = ["api_key"] }));
    }

    [Theory]
    [InlineData("/?X-Token=kong", null, PhaseResult.Continue)]
    [InlineData("/?api_key&X-Token=kong", null, PhaseResult.Continue)]
    [InlineData("/?X-Token=kong", "wrong", PhaseResult.Exit)]
    public async Task Tries_the_names_in_their_order(string target, string? header, PhaseResult expected)
    {
        Exchange exchange = TestExchange.Of("GET", target, null, header is null ? [] : [("api-key", header)]);

        Assert.Equal(expected, await RunAsync(exchange, new KeyAuthConfig { KeyNames = ["api_key", "X-Token"] }));
    }

    [Theory]
    [InlineData(Form, "a=1&apikey=kong", null)]
    [InlineData("application/json", """{"apikey":"kong"}""", null)]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"apikey\"\r\n\r\nkong\r\n--b--\r\n", null)]
    [InlineData(Form, "apikey=wrong", "Unauthorized")]
    [InlineData(Form, "apikey=kong&apikey=kong", "Duplicate API key found")]
    [InlineData(Form, "apikey[]=kong", NoKey)]
    [InlineData("application/json", """{"apikey":["kong"]}""", "Duplicate API key found")]
    [InlineData("application/json", """{"apikey":{"k":"kong"}}""", "Duplicate API key found")]
    [InlineData("application/json", """{"apikey":5}""", NoKey)]
    [InlineData("application/json", """{"apikey":null}""", NoKey)]
    [InlineData("application/json", """["apikey"]""", NoKey)]
    [InlineData("application/json", "{bad", NoKey)]
    [InlineData("text/plain", "apikey=kong", NoKey)]
    public async Task Finds_keys_in_bodies(string type, string body, string? message)
    {
        Exchange exchange = TestExchange.Of("GET", "/", body, ("Content-Type", type));

        PhaseResult result = await RunAsync(exchange, new KeyAuthConfig { KeyInBody = true });

        Assert.Equal(message is null ? PhaseResult.Continue : PhaseResult.Exit, result);
        Assert.Equal(message, exchange.Local?.Message);
    }

    [Theory]
    [InlineData("/?a=1&apikey=kong&b=2", null, "a=1&b=2")]
    [InlineData("/?z=26&apikey=kong&a=1&z=27", null, "z=26&a=1&z=27")]
    [InlineData("/?apikey=kong&x", "kong", "x=")]
    [InlineData("/?apikey=kong", null, "")]
    [InlineData("/?x=%20y", "kong", "x=+y")]
    [InlineData("/?apikey=wrong&a=1", null, "a=1")]
    public async Task Hides_the_key_from_query_and_header(string target, string? header, string query)
    {
        Exchange exchange = TestExchange.Of("GET", target, null, header is null ? [] : [("ApiKey", header), ("X-Other", "1")]);

        await RunAsync(exchange, new KeyAuthConfig { HideCredentials = true });

        Assert.Equal(query, exchange.Request.RawQuery);
        Assert.Null(exchange.Request.Header("apikey"));
    }

    [Theory]
    [InlineData(Form, "a=1&apikey=kong&b=2", "a=1&b=2")]
    [InlineData("application/json", """{"apikey":"kong","keep":"me"}""", """{"keep":"me"}""")]
    public async Task Hides_the_key_from_bodies(string type, string body, string rest)
    {
        Exchange exchange = TestExchange.Of("POST", "/", body, ("Content-Type", type));

        await RunAsync(exchange, new KeyAuthConfig { HideCredentials = true, KeyInBody = true });

        Assert.Equal(rest, Encoding.UTF8.GetString(exchange.Upstream.Body!.Value.Span));
    }

    [Fact]
    public async Task Leaves_the_key_where_it_is_unless_told()
    {
        Exchange exchange = TestExchange.Of("GET", "/?apikey=kong&x", null, ("apikey", "kong"));

        await RunAsync(exchange, new KeyAuthConfig());

        Assert.Equal("apikey=kong&x", exchange.Request.RawQuery);
        Assert.Equal("kong", exchange.Request.Header("apikey"));
    }

    [Theory]
    [InlineData(true, PhaseResult.Exit)]
    [InlineData(false, PhaseResult.Continue)]
    public async Task Lets_preflights_pass_when_told(bool runs, PhaseResult expected)
    {
        Exchange exchange = TestExchange.Of("OPTIONS", "/");

        Assert.Equal(expected, await RunAsync(exchange, new KeyAuthConfig { RunOnPreflight = runs }));
        Assert.Null(exchange.Client.Consumer);
    }

    [Theory]
    [InlineData(true, "/")]
    [InlineData(false, "/")]
    [InlineData(false, "/?apikey=wrong")]
    public async Task Falls_back_to_the_anonymous_consumer_by_id_and_by_name(bool byId, string target)
    {
        Exchange exchange = TestExchange.Of("GET", target, null, ("X-Credential-Identifier", "mine"));

        PhaseResult result = await RunAsync(exchange, new KeyAuthConfig { Anonymous = byId ? Nobody.Id.ToString() : "nobody" });

        Assert.Equal(PhaseResult.Continue, result);
        Assert.Same(Nobody, exchange.Client.Consumer);
        Assert.Null(exchange.Client.Credential);
        Assert.Equal("true", exchange.Request.Header("X-Anonymous-Consumer"));
        Assert.Null(exchange.Request.Header("X-Credential-Identifier"));
    }

    [Fact]
    public async Task Fails_when_the_anonymous_consumer_is_needed_and_missing()
    {
        var config = new KeyAuthConfig { Anonymous = "gone" };
        Exchange without = TestExchange.Of("GET", "/");
        Exchange with = TestExchange.Of("GET", "/?apikey=kong");

        await RunAsync(without, config);
        PhaseResult result = await RunAsync(with, config);

        Assert.Equal((500, null), (without.Local!.Status, without.Local.Message));
        Assert.Equal(PhaseResult.Continue, result);
    }

    [Fact]
    public async Task Leaves_an_earlier_credential_alone_when_anonymous_is_allowed()
    {
        Exchange exchange = TestExchange.Of("GET", "/?apikey=kong");
        KeyAuthCredential earlier = Kong with { Id = Guid.NewGuid() };
        exchange.Client.Authenticate(Nobody, earlier, "earlier");

        await RunAsync(exchange, new KeyAuthConfig { Anonymous = "nobody" });

        Assert.Same(earlier, exchange.Client.Credential);
    }

    [Fact]
    public async Task Takes_an_expired_key_for_an_unknown_one()
    {
        Exchange exchange = TestExchange.Of("GET", "/?apikey=old");

        await RunAsync(exchange, new KeyAuthConfig());

        AssertRefused(exchange, "Unauthorized");
    }

    private static void AssertRefused(Exchange exchange, string message) =>
        Assert.Equal((401, message), (exchange.Local!.Status, exchange.Local.Message));

    private static ValueTask<PhaseResult> RunAsync(Exchange exchange, KeyAuthConfig config)
    {
        var old = new KeyAuthCredential { Id = Guid.NewGuid(), ConsumerId = Bob.Id, Key = "old", ExpiresAt = TestExchange.Start };
        return new KeyAuthPlugin(config, new FakeLookup(Bob, Nobody, Kong, old), new TestClock(TestExchange.Start)).AccessAsync(exchange);
    }
}
