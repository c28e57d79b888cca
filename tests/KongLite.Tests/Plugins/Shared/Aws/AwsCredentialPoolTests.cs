using KongLite.Plugins.Shared.Aws;
using KongLite.Tests.Plugins.AwsLambda;

namespace KongLite.Tests.Plugins.Shared.Aws;

public sealed class AwsCredentialPoolTests : IAsyncLifetime
{
    private const string Role = "arn:aws:iam::123456789012:role/gateway";
    private static readonly AwsEnvironment WithKeys = CredentialBench.Nowhere with { Credentials = new AwsCredentials("id", "s", null) };
    private readonly CredentialBench _bench = new();
    private FakePlatform _platform = null!;

    public async Task InitializeAsync() => _platform = await FakePlatform.StartAsync(_bench.Clock);

    public async Task DisposeAsync()
    {
        await _platform.DisposeAsync();
        _bench.Dispose();
    }

    [Fact]
    public async Task Prefers_configured_keys_to_the_environment()
    {
        AwsCredentialResult found = await FindAsync(WithKeys, new() { AccessKeyId = "key", SecretAccessKey = "secret" });

        Assert.Equal(new AwsCredentials("key", "secret", null), found.Credentials);
    }

    [Fact]
    public async Task Fails_without_any_credentials() => Assert.Equal(
        AwsCredentialResult.Failed("none of the providers succeeded, no credentials available"), await FindAsync(CredentialBench.Nowhere));

    [Theory]
    [InlineData("", "")]
    [InlineData("key", "")]
    [InlineData("key\r\nX-A: 1", "secret")]
    public async Task Does_not_replace_unusable_keys_by_those_of_the_node(string key, string secret) => Assert.Equal(
        AwsCredentialResult.Failed("the credentials are empty or not printable"), await FindAsync(WithKeys, new() { AccessKeyId = key, SecretAccessKey = secret }));

    [Fact]
    public async Task Asks_environment_profile_container_web_identity_and_metadata_in_this_order()
    {
        var everything = new AwsEnvironment
        {
            Credentials = new AwsCredentials("environment", "s", null),
            CredentialsFile = _bench.File("[default]\naws_access_key_id = profile\naws_secret_access_key = s\n"),
            ContainerCredentialsUri = _platform.Address + "/container",
            WebIdentityTokenFile = _bench.File("jwt", "token"),
            RoleArn = Role,
            StsEndpointUrl = _platform.Address,
            MetadataEndpoint = _platform.Address,
        };

        Assert.Equal("environment", (await FindAsync(everything)).Credentials?.AccessKeyId);
        Assert.Equal("profile", (await FindAsync(everything with { Credentials = null })).Credentials?.AccessKeyId);
        Assert.Empty(_platform.Requests);
        await FindAsync(everything with { Credentials = null, CredentialsFile = null });
        Assert.Equal("/container", _platform.LastRequest.PathAndQuery);
        await FindAsync(everything with { Credentials = null, CredentialsFile = null, ContainerCredentialsUri = null });
        Assert.Contains("Action=AssumeRoleWithWebIdentity", _platform.LastRequest.Text, StringComparison.Ordinal);
        await FindAsync(everything with { Credentials = null, CredentialsFile = null, ContainerCredentialsUri = null, WebIdentityTokenFile = null });
        Assert.Equal("/latest/meta-data/iam/security-credentials/gateway", _platform.LastRequest.PathAndQuery);
        Assert.Equal(3, _platform.Issued.Count);
    }

    [Fact]
    public async Task Goes_on_to_the_next_provider_and_says_what_was_wrong_with_each()
    {
        _platform.Refusal = (403, "{\"message\":\"no\"}\r\nX-Secret: 1");
        AwsEnvironment environment = new() { ContainerCredentialsUri = _platform.Address + "/c", MetadataEndpoint = _platform.Address };

        AwsCredentialResult found = await FindAsync(environment);

        const string Reason = "request for token returned '403': {\"message\":\"no\"}";
        Assert.Equal($"none of the providers succeeded, no credentials available (container: {Reason}; EC2 metadata: {Reason})", found.Failure);
        Assert.Contains($"AWS credentials: none from container: {Reason}", _bench.Log.Of(Microsoft.Extensions.Logging.LogLevel.Debug));
        Assert.Contains("AWS credentials: none from web identity: not set up", _bench.Log.Of(Microsoft.Extensions.Logging.LogLevel.Debug));
    }

    [Fact]
    public async Task Stays_with_the_provider_that_has_delivered()
    {
        RefreshingCredentials credentials = _bench.Credentials(
            new AwsEnvironment { ContainerCredentialsUri = _platform.Address + "/c", MetadataEndpoint = _platform.Address });
        await credentials.GetAsync(CancellationToken.None);
        _platform.Refusal = (500, "out of order");

        _bench.Clock.Advance(TimeSpan.FromHours(2));
        AwsCredentialResult found = await credentials.GetAsync(CancellationToken.None);

        Assert.Equal("container: request for token returned '500': out of order", found.Failure);
        Assert.DoesNotContain(_platform.Requests, request => request.PathAndQuery.StartsWith("/latest/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Takes_the_web_identity_alone_when_there_is_a_proxy_and_asks_through_it()
    {
        AwsEnvironment environment = WithKeys with { WebIdentityTokenFile = _bench.File("jwt"), RoleArn = Role, StsEndpointUrl = "http://sts.example.test" };

        AwsCredentialResult found = await FindAsync(environment, new() { ProxyUrl = _platform.Address });

        Assert.Equal(_platform.Issued[0], found.Credentials);
        Assert.Equal("http://sts.example.test/", _platform.LastRequest.PathAndQuery);
    }

    [Fact]
    public async Task Opens_a_tunnel_through_the_proxy_to_the_STS_of_the_region()
    {
        await using var proxy = new TunnelProxy(0, "407 Proxy Authentication Required");
        AwsEnvironment environment = CredentialBench.Nowhere with { WebIdentityTokenFile = _bench.File("jwt"), RoleArn = Role, Region = "eu-west-1" };

        AwsCredentialResult found = await FindAsync(environment, new() { ProxyUrl = $"http://user:p%40ss@127.0.0.1:{proxy.Port}" });

        Assert.StartsWith(
            "CONNECT sts.eu-west-1.amazonaws.com:443 HTTP/1.1\r\nHost: sts.eu-west-1.amazonaws.com:443\r\nProxy-Authorization: Basic dXNlcjpwQHNz\r\n",
            proxy.Request,
            StringComparison.Ordinal);
        Assert.Contains("failed to establish a tunnel through a proxy: 407", found.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Assumes_a_role_once_with_whatever_credentials_there_are()
    {
        AwsEnvironment environment = WithKeys with { StsEndpointUrl = _platform.Address };
        AwsCredentialPool pool = _bench.Pool(environment);
        var request = new AwsCredentialRequest { RoleArn = Role, Region = "eu-west-1" };

        RefreshingCredentials role = pool.Get(request);
        AwsCredentialResult first = await role.GetAsync(CancellationToken.None);
        AwsCredentialResult second = await pool.Get(request with { }).GetAsync(CancellationToken.None);

        Assert.Equal((_platform.Issued[0], _platform.Issued[0]), (first.Credentials, second.Credentials));
        Assert.Single(_platform.Requests);
        Assert.Contains("Credential=id/20260102/eu-west-1/sts/aws4_request", _platform.LastRequest.Headers["Authorization"].ToString(), StringComparison.Ordinal);
        GC.KeepAlive(role);
    }

    [Fact]
    public async Task Asks_for_a_role_where_the_configuration_says_and_through_the_proxy()
    {
        AwsCredentialResult found = await FindAsync(
            WithKeys with { StsEndpointUrl = "http://127.0.0.1:1" },
            new() { RoleArn = Role, StsEndpointUrl = "http://sts.example.test:8443/x", ProxyUrl = _platform.Address });

        Assert.Equal("http://sts.example.test:8443/x", _platform.LastRequest.PathAndQuery);
        Assert.Equal("sts.example.test:8443", _platform.LastRequest.Headers["Host"]);
        Assert.NotNull(found.Credentials);
    }

    [Theory]
    [InlineData("", "STS:assumeRole() validation error: params.RoleArn: minimum length of 20")]
    [InlineData("arn:aws:iam::1:role", "STS:assumeRole() validation error: params.RoleArn: minimum length of 20")]
    public async Task Does_not_sign_as_the_node_when_a_role_is_wanted(string role, string failure)
    {
        Assert.Equal(AwsCredentialResult.Failed(failure), await FindAsync(WithKeys, new() { RoleArn = role }));
    }

    [Fact]
    public async Task Tells_why_a_role_cannot_be_assumed_for_lack_of_credentials() => Assert.Equal(
        "none of the providers succeeded, no credentials available", (await FindAsync(CredentialBench.Nowhere, new() { RoleArn = Role })).Failure);

    [Fact]
    public void Shares_what_is_wanted_alike_and_nothing_else()
    {
        AwsCredentialPool pool = _bench.Pool(WithKeys);
        var keys = new AwsCredentialRequest { AccessKeyId = "k", SecretAccessKey = "s" };
        var role = new AwsCredentialRequest { RoleArn = Role };

        RefreshingCredentials[] kept = [pool.Get(keys), pool.Get(role), pool.Get(new())];

        Assert.Same(kept[0], pool.Get(keys with { Region = "a", ProxyUrl = "http://p" }));
        Assert.NotSame(kept[0], pool.Get(keys with { SecretAccessKey = "rotated" }));
        Assert.Same(kept[1], pool.Get(role with { }));
        Assert.NotSame(kept[1], pool.Get(role with { RoleSessionName = "other" }));
        Assert.NotSame(kept[2], pool.Get(new() { ProxyUrl = "http://p" }));
        GC.KeepAlive(kept);
    }

    [Fact]
    public void Shows_no_secret_in_texts()
    {
        Assert.DoesNotContain("hidden", new AwsCredentials("id", "hidden", "hidden").ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", AwsCredentialResult.Of(new AwsCredentials("id", "hidden", "hidden")).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "hidden", new AwsCredentialRequest { AccessKeyId = "id", SecretAccessKey = "hidden", ProxyUrl = "http://u:hidden@p" }.ToString(), StringComparison.Ordinal);
    }

    private ValueTask<AwsCredentialResult> FindAsync(AwsEnvironment environment, AwsCredentialRequest? request = null) =>
        _bench.Credentials(environment, request).GetAsync(CancellationToken.None);
}
