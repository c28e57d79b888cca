using KongLite.Plugins.Shared.Aws;
using KongLite.Plugins.Shared.Aws.Sts;

namespace KongLite.Tests.Plugins.Shared.Aws.Sts;

public sealed class StsClientTests : IAsyncLifetime
{
    private static readonly RoleSession Session = new("arn:aws:iam::123456789012:role/gateway", "kong");
    private readonly CredentialBench _bench = new();
    private FakePlatform _platform = null!;

    public async Task InitializeAsync() => _platform = await FakePlatform.StartAsync(_bench.Clock);

    public async Task DisposeAsync()
    {
        await _platform.DisposeAsync();
        _bench.Dispose();
    }

    [Fact]
    public async Task Asks_for_a_role_with_a_signed_form()
    {
        AwsCredentialResult found = await AssumeAsync(Session);

        Assert.Equal(_platform.Issued[0], found.Credentials);
        Assert.Equal(("POST", "/"), (_platform.LastRequest.Method, _platform.LastRequest.PathAndQuery));
        Assert.Equal(
            "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fgateway&RoleSessionName=kong", _platform.LastRequest.Text);
        Assert.Equal("application/x-www-form-urlencoded; charset=utf-8", _platform.LastRequest.Headers["Content-Type"]);
        Assert.Equal("20260102T030405Z", _platform.LastRequest.Headers["X-Amz-Date"]);
        Assert.Contains(
            "Credential=id/20260102/eu-west-1/sts/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, ",
            _platform.LastRequest.Headers["Authorization"].ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tells_the_first_line_of_a_refusal_only()
    {
        _platform.Refusal = (403, "<ErrorResponse><Error><Code>SignatureDoesNotMatch</Code><Message>It is wrong.\nThe canonical string is x-amz-security-token:hidden</Message></Error></ErrorResponse>");

        Assert.Equal("request for token returned '403': SignatureDoesNotMatch: It is wrong.", (await AssumeAsync(Session)).Failure);
    }

    [Theory]
    [InlineData(200, "", "STS: the answer has no credentials")]
    [InlineData(200, "<a><Credentials><AccessKeyId>a</AccessKeyId></Credentials></a>", "STS: the answer has no credentials")]
    [InlineData(200, "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>", "STS: the answer has no credentials")]
    [InlineData(503, "down", "request for token returned '503': down")]
    public async Task Survives_other_answers(int status, string text, string failure)
    {
        _platform.Refusal = (status, text);

        Assert.Equal(failure, (await AssumeAsync(Session)).Failure);
    }

    [Theory]
    [InlineData("k", "params.RoleSessionName: minimum length of 2")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123x", "params.RoleSessionName: maximum length of 64")]
    public async Task Does_not_ask_with_names_that_STS_does_not_take(string name, string failure)
    {
        Assert.Equal("STS:assumeRole() validation error: " + failure, (await AssumeAsync(Session with { Name = name })).Failure);
        Assert.Empty(_platform.Requests);
    }

    private ValueTask<AwsCredentialResult> AssumeAsync(RoleSession session) =>
        _bench.Sts(new()).At(_platform.Address).AssumeRoleAsync(new AwsCredentials("id", "secret", "token=="), session, CancellationToken.None);
}
