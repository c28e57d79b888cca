using KongLite.Plugins.Shared.Aws;
using KongLite.Plugins.Shared.Aws.Providers;
using KongLite.Plugins.Shared.Aws.Sts;
using KongLite.Testing;

namespace KongLite.Tests.Plugins.Shared.Aws.Providers;

public sealed class WebIdentityProviderTests : IAsyncLifetime
{
    private static readonly RoleSession Session = new("arn:aws:iam::123456789012:role/gateway", "konglite");
    private readonly CredentialBench _bench = new();
    private FakePlatform _platform = null!;

    public async Task InitializeAsync() => _platform = await FakePlatform.StartAsync(_bench.Clock);

    public async Task DisposeAsync()
    {
        await _platform.DisposeAsync();
        _bench.Dispose();
    }

    [Fact]
    public async Task Sends_the_token_of_the_moment_unsigned()
    {
        var provider = new WebIdentityProvider(_bench.File("first+token\n"), Session, _bench.Sts(new()).At(_platform.Address));

        AwsCredentialResult found = await provider.FetchAsync(CancellationToken.None);

        Assert.Equal(_platform.Issued[0], found.Credentials);
        Assert.Equal(("POST", "/"), (_platform.LastRequest.Method, _platform.LastRequest.PathAndQuery));
        Assert.Equal(
            "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fgateway"
                + "&RoleSessionName=konglite&WebIdentityToken=first%2Btoken",
            _platform.LastRequest.Text);
        Assert.False(_platform.LastRequest.Headers.ContainsKey("Authorization"));

        _bench.File("second");
        await provider.FetchAsync(CancellationToken.None);
        Assert.EndsWith("&WebIdentityToken=second", _platform.LastRequest.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fails_without_its_file_and_is_absent_without_a_role()
    {
        StsClient sts = _bench.Sts(new()).At(_platform.Address);

        Assert.StartsWith("cannot read /no/such/file", (await new WebIdentityProvider("/no/such/file", Session, sts).FetchAsync(CancellationToken.None)).Failure, StringComparison.Ordinal);
        Assert.Equal(AwsCredentialResult.Absent, await new WebIdentityProvider(null, Session, sts).FetchAsync(CancellationToken.None));
        Assert.Equal(AwsCredentialResult.Absent, await new WebIdentityProvider("/f", Session with { RoleArn = "" }, sts).FetchAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Shows_its_token_to_nobody_without_a_valid_certificate()
    {
        await using FakeLambda untrusted = await FakeLambda.StartAsync(isTls: true);
        StsClient sts = _bench.Sts(new()).At($"https://127.0.0.1:{untrusted.Port}");

        AwsCredentialResult found = await new WebIdentityProvider(_bench.File("jwt"), Session, sts).FetchAsync(CancellationToken.None);

        Assert.StartsWith($"STS: failed sending request to 'https://127.0.0.1:{untrusted.Port}': ", found.Failure, StringComparison.Ordinal);
        Assert.Empty(untrusted.Calls);
    }
}
