using KongLite.Plugins.Shared.Aws;
using KongLite.Plugins.Shared.Aws.Providers;

namespace KongLite.Tests.Plugins.Shared.Aws.Providers;

public sealed class ContainerProviderTests : IAsyncLifetime
{
    private readonly CredentialBench _bench = new();
    private FakePlatform _platform = null!;

    public async Task InitializeAsync() => _platform = await FakePlatform.StartAsync(_bench.Clock);

    public async Task DisposeAsync()
    {
        await _platform.DisposeAsync();
        _bench.Dispose();
    }

    [Fact]
    public async Task Asks_the_platform_with_a_token()
    {
        AwsCredentialResult found = await FetchAsync(new() { ContainerCredentialsUri = _platform.Address + "/v2/c?x=1", ContainerAuthorizationToken = "Basic abc" });

        Assert.Equal(_platform.Issued[0], found.Credentials);
        Assert.Equal(("GET", "/v2/c?x=1"), (_platform.LastRequest.Method, _platform.LastRequest.PathAndQuery));
        Assert.Equal("Basic abc", _platform.LastRequest.Headers["Authorization"]);
    }

    [Fact]
    public async Task Reads_the_token_file_each_time_and_prefers_it()
    {
        var environment = new AwsEnvironment
        {
            ContainerCredentialsUri = _platform.Address,
            ContainerAuthorizationToken = "unused",
            ContainerAuthorizationTokenFile = _bench.File("first\n"),
        };
        var provider = new ContainerProvider(environment, _bench.Local);

        await provider.FetchAsync(CancellationToken.None);
        Assert.Equal("first", _platform.LastRequest.Headers["Authorization"]);
        _bench.File("second\n");
        await provider.FetchAsync(CancellationToken.None);
        Assert.Equal("second", _platform.LastRequest.Headers["Authorization"]);
    }

    [Theory]
    [InlineData("http://10.0.0.1/c")]
    [InlineData("http://localhost.evil.test/c")]
    [InlineData("http://169.254.169.254/c")]
    [InlineData("ftp://127.0.0.1/c")]
    [InlineData("/v2/c")]
    public async Task Sends_the_token_nowhere_else(string uri) => Assert.Equal(
        "the address of container credentials is not allowed: it has to be https, or http to this machine or the platform",
        (await FetchAsync(new() { ContainerCredentialsUri = uri })).Failure);

    // Port 1 refuses at once where the address is this machine's; what matters is that it is asked.
    [Theory]
    [InlineData("http://localhost:1/c")]
    [InlineData("http://127.1.2.3:1/c")]
    [InlineData("https://127.0.0.1:1/c")]
    public async Task May_ask_this_machine_and_whoever_has_a_certificate(string uri) =>
        Assert.StartsWith("failed to connect to", (await FetchAsync(new() { ContainerCredentialsUri = uri })).Failure, StringComparison.Ordinal);

    [Fact]
    public async Task Fails_when_its_token_cannot_be_sent()
    {
        AwsEnvironment environment = new() { ContainerCredentialsUri = _platform.Address };

        Assert.Contains("is not one line", (await FetchAsync(environment with { ContainerAuthorizationToken = "a\r\nb" })).Failure, StringComparison.Ordinal);
        Assert.StartsWith("cannot read ", (await FetchAsync(environment with { ContainerAuthorizationTokenFile = "/no/such/file" })).Failure, StringComparison.Ordinal);
        Assert.Empty(_platform.Requests);
    }

    [Theory]
    [InlineData(200, "", "the answer is not JSON")]
    [InlineData(200, "[]", "the answer has no credentials")]
    [InlineData(200, """{"AccessKeyId":"a"}""", "the answer has no credentials")]
    [InlineData(200, """{"Code":"AssumeRoleUnauthorizedAccess"}""", "the answer's code is AssumeRoleUnauthorizedAccess")]
    [InlineData(200, """{"AccessKeyId":"a","SecretAccessKey":"hidden","Expiration":"soon"}""", "the answer's Expiration is not a time")]
    [InlineData(401, "denied\nhidden", "request for token returned '401': denied")]
    public async Task Tells_what_is_wrong_with_an_answer_without_a_secret(int status, string text, string failure)
    {
        _platform.Refusal = (status, text);

        Assert.Equal(failure, (await FetchAsync(new() { ContainerCredentialsUri = _platform.Address + "/c" })).Failure);
    }

    [Fact]
    public async Task Does_not_wait_for_a_silent_platform_longer_than_five_seconds()
    {
        _platform.Gate = context => Task.Delay(Timeout.Infinite, context.RequestAborted);
        Task<AwsCredentialResult> found = FetchAsync(new() { ContainerCredentialsUri = _platform.Address }).AsTask();
        await Wait.UntilAsync(() => _platform.Requests.Count == 1);
        _bench.Clock.Advance(TimeSpan.FromSeconds(4));
        Assert.False(found.IsCompleted);

        _bench.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal($"failed sending request to '{_platform.Address}': timeout", (await found).Failure);
    }

    [Fact]
    public async Task Is_absent_elsewhere() => Assert.Equal(AwsCredentialResult.Absent, await FetchAsync(new()));

    private ValueTask<AwsCredentialResult> FetchAsync(AwsEnvironment environment) => new ContainerProvider(environment, _bench.Local).FetchAsync(CancellationToken.None);
}
