using System.Globalization;
using System.Text;
using KongLite.Plugins.AwsLambda;
using KongLite.Plugins.Shared.Aws;
using KongLite.Sdk.Exchanges;
using KongLite.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace KongLite.Tests.Plugins.AwsLambda;

public sealed class AwsLambdaPluginTests : IAsyncLifetime
{
    private readonly LogRecorder _log = new();
    private readonly AwsConnectionPool _pool = new();
    private FakeLambda _lambda = null!;

    public async Task InitializeAsync() => _lambda = await FakeLambda.StartAsync();

    public async Task DisposeAsync() => await _lambda.DisposeAsync();

    [Fact]
    public async Task Sends_exactly_the_headers_that_Kong_sends()
    {
        await RunAsync(Config(), TestExchange.Of("POST", "/?a=1", "{\"n\":1}", ("Content-Type", "application/json"), ("Traceparent", "00-1"), ("Cookie", "a")));

        FakeInvocation call = _lambda.LastCall;
        Assert.Equal("""{"a":"1","n":1}""", call.Text);
        Assert.Equal("/2015-03-31/functions/hello/invocations", call.Target);
        Assert.Equal(
            "authorization content-length host user-agent x-amz-date x-amz-invocation-type x-amz-log-type",
            string.Join(' ', call.Headers.Keys.Select(name => name.ToLowerInvariant()).Order(StringComparer.Ordinal)));
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_lambda.Port}"), call.Headers["Host"]);
        Assert.Equal(NodeInfo.ServerToken, call.Headers["User-Agent"]);
        Assert.Null(call.SignatureError);
    }

    [Theory]
    [InlineData("hello:7", null, "/2015-03-31/functions/hello:7/invocations")]
    [InlineData("arn:aws:lambda:us-east-1:123456789012:function:my-f", "$LATEST", "/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:my-f/invocations?Qualifier=%24LATEST")]
    [InlineData("with space", "a b&c=d", "/2015-03-31/functions/with%20space/invocations?Qualifier=a%20b%26c%3Dd")]
    [InlineData("grüße", null, "/2015-03-31/functions/gr%C3%BC%C3%9Fe/invocations")]
    [InlineData("{a}|b^c\\d\"<>", null, "/2015-03-31/functions/%7Ba%7D%7Cb%5Ec%5Cd%22%3C%3E/invocations")]
    [InlineData("what?x=1", null, "/2015-03-31/functions/what%3Fx=1/invocations")]
    [InlineData("a!#$&'()*+,/:;=@[]", null, "/2015-03-31/functions/a!#$&'()*+,/:;=@[]/invocations")]
    public async Task Names_the_function_on_the_wire_and_signs_what_it_sends(string name, string? qualifier, string target)
    {
        Exchange exchange = await RunAsync(Config() with { FunctionName = name, Qualifier = qualifier });

        Assert.Equal(target, _lambda.LastCall.Target);
        Assert.Null(_lambda.LastCall.SignatureError);
        Assert.Equal(200, exchange.Local!.Status);
    }

    [Fact]
    public async Task Relays_the_answer_and_says_who_it_is()
    {
        _lambda.Serve("hello", """{"response":"yes"}""");

        Exchange exchange = await RunAsync(Config());

        Assert.Equal((200, """{"response":"yes"}"""), (exchange.Local!.Status, exchange.Text()));
        Assert.Equal("11111111-2222-3333-8444-555555555555", exchange.Response.Header("x-amzn-RequestId"));
        Assert.Equal("1.1 " + NodeInfo.ServerToken, exchange.Response.Header("Via"));
        Assert.Equal(NodeInfo.ServerToken, exchange.Response.Header("Server"));
        Assert.Equal("application/json", exchange.Response.Header("Content-Type"));
        Assert.True(exchange.Response.ExternalTime > TimeSpan.Zero);
    }

    [Fact]
    public async Task Adds_itself_to_the_way_the_answer_came()
    {
        _lambda.Serve("hello", _ => FakeAnswer.Json("{}") with
        {
            Headers = new Dictionary<string, string[]> { ["Via"] = ["1.1 amazon"], ["Server"] = ["AmazonLambda"], ["Set-Cookie"] = ["a=1", "b=2"] },
        });

        Exchange exchange = await RunAsync(Config());

        Assert.Equal($"1.1 amazon, 1.1 {NodeInfo.ServerToken}", exchange.Response.Header("Via"));
        Assert.Equal(NodeInfo.ServerToken, exchange.Response.Header("Server"));
        Assert.Equal("a=1|b=2", string.Join("|", exchange.Response.Headers.SetCookie.ToArray()));
    }

    [Fact]
    public async Task Keeps_silent_about_itself_when_told()
    {
        Exchange exchange = TestExchange.Of(new NodeInfo { Headers = ResponseHeaders.None }, "GET", "/", []);

        await RunAsync(Config(), exchange);

        Assert.Null(exchange.Response.Header("Via"));
        Assert.Null(exchange.Response.Header("Server"));
    }

    [Fact]
    public async Task Names_the_protocol_of_the_client_in_Via()
    {
        Exchange exchange = TestExchange.Of("GET", "/");
        exchange.Http.Request.Protocol = "HTTP/2";

        await RunAsync(Config(), exchange);

        Assert.Equal("2 " + NodeInfo.ServerToken, exchange.Response.Header("Via"));
    }

    [Theory]
    [InlineData("Event", 202, "Bytes", "application/json")]
    [InlineData("DryRun", 204, "Bare", null)]
    public async Task Asks_for_the_invocation_that_is_configured(string type, int status, string kind, string? contentType)
    {
        Exchange exchange = await RunAsync(Config() with { InvocationType = Enum.Parse<InvocationType>(type), LogType = LogType.None });

        Assert.Equal((status, kind), (exchange.Local!.Status, exchange.Local.Kind.ToString()));
        Assert.Equal(contentType, exchange.Response.Header("Content-Type"));
        Assert.Equal((type, "None"), (_lambda.LastCall.Headers["X-Amz-Invocation-Type"], _lambda.LastCall.Headers["X-Amz-Log-Type"]));
    }

    [Fact]
    public async Task Takes_status_headers_and_body_from_a_proxy_integration()
    {
        Exchange exchange = await RunAsync(
            Config() with { IsProxyIntegration = true },
            TestExchange.Of("POST", "/", """{"statusCode":"418","headers":{"X-T":"1","bad name":"x","X-Bad":"a\u0000b"},"body":"short"}""", ("Content-Type", "application/json")));

        Assert.Equal((418, "short"), (exchange.Local!.Status, exchange.Text()));
        Assert.Equal("1", exchange.Response.Header("X-T"));
        Assert.False(exchange.Response.Headers.ContainsKey("bad name"));
        Assert.False(exchange.Response.Headers.ContainsKey("X-Bad"));
    }

    [Fact]
    public async Task Answers_502_to_a_malformed_proxy_integration()
    {
        _lambda.Serve("hello", """{"statusCode":"hello"}""");

        Exchange exchange = await RunAsync(Config() with { IsProxyIntegration = true });

        const string Reason = "could not JSON decode Lambda function response: statusCode validation failed";
        Assert.Equal(502, exchange.Local!.Status);
        TestExchange.Equal($$"""{"message":"Bad Gateway","error":"{{Reason}}"}""", exchange.Json());
        Assert.Null(exchange.Response.Header("Via"));
        Assert.Null(exchange.Response.Header("x-amzn-RequestId"));
        Assert.Contains(Reason, _log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Discloses_nothing_of_the_errors_of_AWS()
    {
        _lambda.Serve("hello", _ => FakeAnswer.Json("""{"Message":"account 1234"}""") with { Status = 403 });

        Exchange exchange = await RunAsync(Config());

        AssertFailed(exchange, "[aws-lambda] 403 error: account 1234");
        Assert.Null(exchange.Response.Header("x-amzn-RequestId"));
    }

    [Fact]
    public async Task Does_not_follow_redirects()
    {
        _lambda.Serve("hello", _ => new FakeAnswer { Status = 307, Headers = new Dictionary<string, string[]> { ["Location"] = ["/elsewhere"] } });

        Exchange exchange = await RunAsync(Config());

        Assert.Equal((307, "/elsewhere"), (exchange.Local!.Status, exchange.Response.Header("Location")));
        Assert.Single(_lambda.Calls);
    }

    [Fact]
    public async Task Fails_when_the_function_takes_too_long()
    {
        _lambda.Serve("hello", _ => FakeAnswer.Json("{}") with { Delay = TimeSpan.FromSeconds(30) });

        Exchange exchange = await RunAsync(Config() with { Timeout = 100 });

        AssertFailed(exchange, $"failed sending request to '127.0.0.1:{_lambda.Port}': timeout");
        Assert.True(exchange.Response.ExternalTime > TimeSpan.Zero);
    }

    [Theory]
    [InlineData(null, "eu-west-1", "eu-west-1")]
    [InlineData("us-west-2", "eu-west-1", "us-west-2")]
    public async Task Signs_for_the_configured_region_before_that_of_the_environment(string? configured, string environment, string expected)
    {
        await RunAsync(Config() with { AwsRegion = configured }, TestExchange.Of("GET", "/"), new AwsEnvironment { Region = environment });

        Assert.Contains($"/{expected}/lambda/aws4_request", _lambda.LastCall.Headers["Authorization"], StringComparison.Ordinal);
        Assert.Null(_lambda.LastCall.SignatureError);
    }

    [Fact]
    public async Task Signs_with_the_credentials_of_the_environment_and_their_token()
    {
        _lambda.Keys["ASIAENV"] = "from-environment";

        await RunAsync(
            Config() with { AwsKey = null, AwsSecret = null },
            TestExchange.Of("GET", "/"),
            new AwsEnvironment { Credentials = new AwsCredentials("ASIAENV", "from-environment", "TOKEN==") });

        Assert.Equal("TOKEN==", _lambda.LastCall.Headers["X-Amz-Security-Token"]);
        Assert.Null(_lambda.LastCall.SignatureError);
    }

    [Fact]
    public async Task Sends_nothing_without_a_region()
    {
        AssertFailed(await RunAsync(Config() with { AwsRegion = null }), "[aws-lambda] no region specified");
        Assert.Empty(_lambda.Calls);
    }

    [Fact]
    public async Task Sends_nothing_without_credentials()
    {
        AssertFailed(
            await RunAsync(Config() with { AwsKey = null, AwsSecret = null }),
            "failed to sign request: failed to get credentials: none of the providers succeeded, no credentials available");
        Assert.Empty(_lambda.Calls);
    }

    [Fact]
    public async Task Sends_nothing_without_a_function_or_with_names_beyond_bounds()
    {
        AssertFailed(await RunAsync(Config() with { FunctionName = null }), "Lambda:invoke() validation error: params.FunctionName is required but missing");
        AssertFailed(await RunAsync(Config() with { FunctionName = new string('f', 171) }), "params.FunctionName: maximum length of 170");
        AssertFailed(await RunAsync(Config() with { Qualifier = new string('q', 129) }), "params.Qualifier: maximum length of 128");
        Assert.Empty(_lambda.Calls);
    }

    [Theory]
    [InlineData("127.0.0.1", "failed to connect to 'http://127.0.0.1:1'")]
    [InlineData("no-such-host.invalid", "failed to connect to 'http://no-such-host.invalid:1'")]
    public async Task Fails_when_nobody_listens(string host, string reason) =>
        AssertFailed(await RunAsync(Config() with { Host = host, Port = 1 }), reason);

    [Fact]
    public async Task Names_the_regions_own_host_in_the_log() =>
        AssertFailed(
            await RunAsync(Config() with { AwsRegion = "..", Host = null, DisableHttps = false, Port = 443 }),
            "Lambda:invoke() failed to connect to 'https://lambda....amazonaws.com:443'");

    [Theory]
    [InlineData("us-east-1", null, false, "lambda.us-east-1.amazonaws.com", "lambda.us-east-1.amazonaws.com")]
    [InlineData("cn-north-1", null, false, "lambda.cn-north-1.amazonaws.com.cn", "lambda.cn-north-1.amazonaws.com.cn")]
    [InlineData("us-east-1", "my.host", true, "my.host", "my.host:443")]
    [InlineData("us-east-1", "::1", false, "::1", "[::1]")]
    public void Finds_the_endpoint(string region, string? host, bool plain, string expected, string header)
    {
        LambdaEndpoint endpoint = LambdaEndpoint.Of(new AwsLambdaConfig { AwsRegion = region, Host = host, DisableHttps = plain, FunctionName = "f" }, null, out _)!;

        Assert.Equal((expected, 443, header), (endpoint.Host, endpoint.Port, endpoint.HostHeader));
    }

    [Fact]
    public async Task Reuses_its_connection_also_after_a_change_of_the_configuration()
    {
        for (int i = 0; i < 20; i++)
        {
            await RunAsync(Config() with { UnhandledStatus = 400 + i });
        }

        Assert.Equal(20, _lambda.Calls.Count);
        Assert.Single(_lambda.Calls.Select(call => call.ConnectionId).Distinct());
    }

    [Fact]
    public async Task Tries_again_once_when_a_kept_connection_has_gone_stale()
    {
        await using var endpoint = new RawEndpoint((_, request) => request == 1 ? "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok" : string.Empty);
        AwsLambdaConfig config = Config() with { Port = endpoint.Port };

        Exchange first = await RunAsync(config);
        Exchange second = await RunAsync(config);

        Assert.Equal(("ok", "ok"), (first.Text(), second.Text()));
        Assert.Equal(2, endpoint.Connections);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{}")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n")]
    public async Task Does_not_try_again_when_an_answer_breaks_off(string answer)
    {
        await using var endpoint = new RawEndpoint((_, _) => answer);

        Exchange exchange = await RunAsync(Config() with { Port = endpoint.Port });

        Assert.Equal(500, exchange.Local!.Status);
        Assert.Single(endpoint.Requests);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\n\r\nto the end")]
    [InlineData("HTTP/1.0 200 OK\r\n\r\nto the end")]
    [InlineData("HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\n\r\n3\r\nto \r\n7\r\nthe end\r\n0\r\n\r\n")]
    public async Task Reads_answers_by_any_framing(string answer)
    {
        await using var endpoint = new RawEndpoint((_, _) => answer);

        Assert.Equal("to the end", (await RunAsync(Config() with { Port = endpoint.Port })).Text());
    }

    [Fact]
    public async Task Believes_a_certificate_nobody_knows_only_when_told()
    {
        await using FakeLambda secure = await FakeLambda.StartAsync(isTls: true);
        AwsLambdaConfig config = Config() with { Port = secure.Port, DisableHttps = false };

        Exchange verified = await RunAsync(config);
        Exchange unverified = await RunAsync(config with { SslVerify = false });

        AssertFailed(verified, $"failed to connect to 'https://127.0.0.1:{secure.Port}'");
        Assert.Equal(200, unverified.Local!.Status);
        Assert.Single(secure.Calls);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("user:p%40ss@", "Basic dXNlcjpwQHNz")]
    [InlineData("user@", "Basic dXNlcjo=")]
    public async Task Sends_plain_calls_to_a_proxy_in_absolute_form(string credentials, string? authorization)
    {
        AwsLambdaConfig config = Config() with { Host = "lambda.example.test", Port = 80, ProxyUrl = $"http://{credentials}127.0.0.1:{_lambda.Port}" };

        Exchange exchange = await RunAsync(config);

        Assert.Equal(200, exchange.Local!.Status);
        Assert.Equal("http://lambda.example.test/2015-03-31/functions/hello/invocations", _lambda.LastCall.Target);
        Assert.Equal("lambda.example.test", _lambda.LastCall.Headers["Host"]);
        Assert.Equal(authorization, _lambda.LastCall.Headers.GetValueOrDefault("Proxy-Authorization"));
    }

    [Fact]
    public async Task Names_an_unusual_port_to_a_proxy()
    {
        await RunAsync(Config() with { Host = "lambda.example.test", Port = 443, ProxyUrl = $"http://127.0.0.1:{_lambda.Port}" });

        Assert.Equal("http://lambda.example.test:443/2015-03-31/functions/hello/invocations", _lambda.LastCall.Target);
        Assert.Equal("lambda.example.test:443", _lambda.LastCall.Headers["Host"]);
    }

    [Fact]
    public async Task Opens_a_tunnel_through_a_proxy_for_calls_over_TLS()
    {
        await using FakeLambda secure = await FakeLambda.StartAsync(isTls: true);
        await using var proxy = new TunnelProxy(secure.Port);
        AwsLambdaConfig config = Config() with
        {
            Host = "lambda.example.test",
            Port = 443,
            DisableHttps = false,
            SslVerify = false,
            ProxyUrl = $"http://user:p%40ss@127.0.0.1:{proxy.Port}",
        };

        Exchange exchange = await RunAsync(config);

        Assert.Equal(200, exchange.Local!.Status);
        Assert.Equal(
            "CONNECT lambda.example.test:443 HTTP/1.1\r\nHost: lambda.example.test:443\r\nProxy-Authorization: Basic dXNlcjpwQHNz\r\n\r\n", proxy.Request);
        Assert.Equal("/2015-03-31/functions/hello/invocations", secure.LastCall.Target);
        Assert.False(secure.LastCall.Headers.ContainsKey("Proxy-Authorization"));
    }

    [Fact]
    public async Task Fails_when_a_proxy_opens_no_tunnel()
    {
        await using var proxy = new TunnelProxy(0, "407 Proxy Authentication Required");

        Exchange exchange = await RunAsync(Config() with { DisableHttps = false, ProxyUrl = $"http://127.0.0.1:{proxy.Port}" });

        AssertFailed(exchange, "failed to establish a tunnel through a proxy: 407");
    }

    [Theory]
    [InlineData("http://squid:port")]
    [InlineData("http://squid:99999")]
    [InlineData("http://127.0.0.1:1")]
    public async Task Fails_without_a_proxy_that_can_be_reached(string url) =>
        AssertFailed(await RunAsync(Config() with { ProxyUrl = url }), "failed to connect to");

    [Fact]
    public async Task Ends_with_the_client()
    {
        _lambda.Serve("hello", _ => FakeAnswer.Json("{}") with { Delay = TimeSpan.FromSeconds(30) });
        using var gone = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        Exchange exchange = TestExchange.Of("GET", "/");
        exchange.Http.RequestAborted = gone.Token;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(Config(), exchange));
    }

    private AwsLambdaConfig Config() => new()
    {
        AwsKey = FakeLambda.AccessKeyId,
        AwsSecret = FakeLambda.SecretAccessKey,
        AwsRegion = "us-east-1",
        Host = "127.0.0.1",
        Port = _lambda.Port,
        DisableHttps = true,
        FunctionName = "hello",
    };

    private Task<Exchange> RunAsync(AwsLambdaConfig config) => RunAsync(config, TestExchange.Of("GET", "/"));

    private async Task<Exchange> RunAsync(AwsLambdaConfig config, Exchange exchange, AwsEnvironment? environment = null)
    {
        environment ??= new AwsEnvironment { IsMetadataDisabled = true };
        var credentials = new AwsCredentialPool(environment, _pool, TimeProvider.System, NullLogger<AwsCredentialPool>.Instance);
        var plugin = new AwsLambdaPlugin(config, _pool, environment, credentials, TimeProvider.System, _log);
        await plugin.AccessAsync(exchange);
        return exchange;
    }

    private void AssertFailed(Exchange exchange, string reason)
    {
        Assert.Equal((LocalAnswerKind.Error, 500, null), (exchange.Local!.Kind, exchange.Local.Status, exchange.Local.Message));
        Assert.Contains(reason, _log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(FakeLambda.SecretAccessKey, _log.Text, StringComparison.Ordinal);
    }

    private sealed class LogRecorder : ILogger<AwsLambdaPlugin>
    {
        private readonly StringBuilder _text = new();

        public string Text => _text.ToString();

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _text.AppendLine(formatter(state, exception));
    }
}
