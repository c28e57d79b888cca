using KongLite.Plugins.Shared.Aws;
using KongLite.Plugins.Shared.Aws.Providers;

namespace KongLite.Tests.Plugins.Shared.Aws.Providers;

public sealed class InstanceMetadataProviderTests : IAsyncLifetime
{
    private const string Roles = "/latest/meta-data/iam/security-credentials/";
    private readonly CredentialBench _bench = new();
    private FakePlatform _platform = null!;

    private AwsEnvironment Environment => new() { MetadataEndpoint = _platform.Address };

    public async Task InitializeAsync() => _platform = await FakePlatform.StartAsync(_bench.Clock);

    public async Task DisposeAsync()
    {
        await _platform.DisposeAsync();
        _bench.Dispose();
    }

    [Fact]
    public async Task Asks_with_a_token()
    {
        _platform.RequiresToken = true;

        AwsCredentialResult found = await FetchAsync(Environment);

        Assert.Equal(_platform.Issued[0], found.Credentials);
        Assert.Equal(["PUT /latest/api/token", $"GET {Roles}", $"GET {Roles}gateway"], _platform.Requests.Select(each => $"{each.Method} {each.PathAndQuery}"));
        Assert.Equal("300", _platform.Requests.First().Headers["X-aws-ec2-metadata-token-ttl-seconds"]);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(500)]
    public async Task Asks_without_a_token_where_tokens_are_refused(int status)
    {
        _platform.TokenStatus = status;

        AwsCredentialResult found = await FetchAsync(Environment);

        Assert.Equal(_platform.Issued[0], found.Credentials);
        Assert.False(_platform.LastRequest.Headers.ContainsKey("X-aws-ec2-metadata-token"));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Asks_without_a_token_only_when_allowed(bool requiresV2, bool isV1Disabled)
    {
        _platform.TokenStatus = 403;

        AwsCredentialResult found = await FetchAsync(Environment with { IsMetadataV1Disabled = isV1Disabled }, requiresV2);

        Assert.Equal("no token, and version 1 is not allowed: request for token returned '403': no tokens here", found.Failure);
        Assert.Single(_platform.Requests);
    }

    [Fact]
    public async Task Does_not_ask_when_disabled()
    {
        Assert.Equal(AwsCredentialResult.Absent, await FetchAsync(Environment with { IsMetadataDisabled = true }));
        Assert.Empty(_platform.Requests);
    }

    [Fact]
    public async Task Fails_when_nobody_is_there() => Assert.StartsWith(
        "failed to connect to 'http://127.0.0.1:1': ", (await FetchAsync(new() { MetadataEndpoint = "http://127.0.0.1:1" })).Failure, StringComparison.Ordinal);

    [Fact]
    public async Task Fails_when_the_instance_wants_a_token_that_it_does_not_give()
    {
        _platform.TokenStatus = 403;
        _platform.RequiresToken = true;

        Assert.Equal("request for token returned '401': a token is missing", (await FetchAsync(Environment)).Failure);
    }

    private ValueTask<AwsCredentialResult> FetchAsync(AwsEnvironment environment, bool requiresV2 = false) =>
        new InstanceMetadataProvider(environment, _bench.Local, requiresV2, _bench.Clock).FetchAsync(CancellationToken.None);
}
