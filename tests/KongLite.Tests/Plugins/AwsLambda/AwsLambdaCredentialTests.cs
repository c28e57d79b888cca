using KongLite.Plugins.AwsLambda;
using KongLite.Plugins.Shared.Aws;
using KongLite.Sdk.Exchanges;
using KongLite.Testing;
using KongLite.Tests.Plugins.Shared.Aws;
using Microsoft.Extensions.Logging;

namespace KongLite.Tests.Plugins.AwsLambda;

public sealed class AwsLambdaCredentialTests : IAsyncLifetime
{
    private readonly CredentialBench _bench = new();
    private FakeLambda _lambda = null!;
    private FakePlatform _platform = null!;

    public async Task InitializeAsync()
    {
        _lambda = await FakeLambda.StartAsync();
        _lambda.Serve("hello", call => FakeAnswer.Json("{}") with { Status = IsValid(call) ? 200 : 403 });
        _platform = await FakePlatform.StartAsync(_bench.Clock);
        _platform.Issuing = issued => _lambda.Keys[issued.AccessKeyId] = issued.SecretAccessKey;
    }

    public async Task DisposeAsync()
    {
        await _lambda.DisposeAsync();
        await _platform.DisposeAsync();
        _bench.Dispose();
    }

    [Fact]
    public async Task Loses_no_request_when_credentials_run_out_under_load_and_renews_them_once()
    {
        const int Requests = 1000;
        const int Workers = 8;
        _platform.Lifetime = TimeSpan.FromMinutes(10);
        AwsLambdaPlugin plugin = Plugin(new() { MetadataEndpoint = _platform.Address });
        int sent = 0;
        int failed = 0;

        // A second a request makes 16 minutes: new credentials are due after 5, 10 and 15.
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(async _ =>
        {
            while (Interlocked.Increment(ref sent) <= Requests)
            {
                _bench.Clock.AdvanceSilently(TimeSpan.FromSeconds(1));
                Exchange exchange = TestExchange.Of("GET", "/");
                await plugin.AccessAsync(exchange);
                Interlocked.Add(ref failed, exchange.Local!.Status == 200 ? 0 : 1);
            }
        }));

        Assert.Equal(0, failed);
        Assert.Equal(Requests, _lambda.Calls.Count);
        Assert.Equal(1 + 3, _platform.Issued.Count);
        Assert.Empty(_bench.Log.Of(LogLevel.Warning));
    }

    [Fact]
    public async Task Keeps_its_credentials_when_the_configuration_changes()
    {
        AwsCredentialPool pool = _bench.Pool(new() { MetadataEndpoint = _platform.Address });
        AwsLambdaPlugin old = Plugin(pool, Config());
        await old.AccessAsync(TestExchange.Of("GET", "/"));
        Exchange exchange = TestExchange.Of("GET", "/");

        await Plugin(pool, Config() with { UnhandledStatus = 418 }).AccessAsync(exchange);

        Assert.Equal(200, exchange.Local!.Status);
        Assert.Single(_platform.Issued);
        GC.KeepAlive(old);
    }

    [Fact]
    public async Task Uses_a_rotated_secret_from_the_next_request_on()
    {
        _lambda.Serve("hello", "{}");
        AwsCredentialPool pool = _bench.Pool(CredentialBench.Nowhere);
        AwsLambdaConfig config = Config() with { AwsKey = FakeLambda.AccessKeyId, AwsSecret = "old" };
        Exchange before = TestExchange.Of("GET", "/");
        Exchange after = TestExchange.Of("GET", "/");

        await Plugin(pool, config).AccessAsync(before);
        await Plugin(pool, config with { AwsSecret = FakeLambda.SecretAccessKey }).AccessAsync(after);

        Assert.Equal((500, 200), (before.Local!.Status, after.Local!.Status));
    }

    [Theory]
    [InlineData("v1", 200)]
    [InlineData("v2", 500)]
    public async Task Asks_metadata_without_a_token_only_when_the_configuration_allows(string version, int status)
    {
        _platform.TokenStatus = 403;
        AwsLambdaConfig config = Config() with { AwsImdsProtocolVersion = Enum.Parse<ImdsProtocolVersion>(version, ignoreCase: true) };
        Exchange exchange = TestExchange.Of("GET", "/");

        await Plugin(_bench.Pool(new() { MetadataEndpoint = _platform.Address }), config).AccessAsync(exchange);

        Assert.Equal(status, exchange.Local!.Status);
    }

    private AwsLambdaConfig Config() => new() { AwsRegion = "us-east-1", Host = "127.0.0.1", Port = _lambda.Port, DisableHttps = true, FunctionName = "hello" };

    private AwsLambdaPlugin Plugin(AwsEnvironment environment) => Plugin(_bench.Pool(environment), Config());

    private AwsLambdaPlugin Plugin(AwsCredentialPool pool, AwsLambdaConfig config) =>
        new(config, _bench.Connections, new AwsEnvironment(), pool, _bench.Clock, _bench.Log.Logger<AwsLambdaPlugin>());

    // Lambda's own part: the key exists, its token is sent, and it has not run out.
    private bool IsValid(FakeInvocation call)
    {
        AwsCredentials? used = _platform.Issued.FirstOrDefault(each => call.Headers["Authorization"].Contains($"Credential={each.AccessKeyId}/", StringComparison.Ordinal));
        return used is not null && call.Headers.GetValueOrDefault("X-Amz-Security-Token") == used.SessionToken && used.Expiration > _bench.Clock.GetUtcNow();
    }
}
