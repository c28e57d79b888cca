using KongLite.Plugins.Shared.Aws;

namespace KongLite.Tests.Plugins.Shared;

public sealed class AwsCredentialSourceTests
{
    [Theory]
    [InlineData("a", "b", "a")]
    [InlineData(null, "b", "b")]
    [InlineData("", "b", "b")]
    [InlineData("", "", null)]
    [InlineData(null, null, null)]
    public void Takes_the_region_from_two_variables_and_an_empty_one_for_none(string? region, string? fallback, string? expected)
    {
        AwsEnvironment environment = Environment(("AWS_REGION", region), ("AWS_DEFAULT_REGION", fallback));

        Assert.Equal(expected, environment.Region);
    }

    [Fact]
    public async Task Prefers_configured_keys_to_the_environment()
    {
        AwsCredentialResult found = await FindAsync("key", "secret", null, ("AWS_ACCESS_KEY_ID", "other"), ("AWS_SECRET_ACCESS_KEY", "s"));

        Assert.Equal(new AwsCredentials("key", "secret", null), found.Credentials);
    }

    [Theory]
    [InlineData("AWS")]
    [InlineData("AMAZON")]
    public async Task Takes_keys_and_token_from_the_environment(string prefix)
    {
        AwsCredentialResult found = await FindAsync(
            null, null, null, ($"{prefix}_ACCESS_KEY_ID", "id"), ($"{prefix}_SECRET_ACCESS_KEY", "s"), ($"{prefix}_SESSION_TOKEN", "t=="));

        Assert.Equal(new AwsCredentials("id", "s", "t=="), found.Credentials);
    }

    [Fact]
    public async Task Fails_without_any_credentials()
    {
        AwsCredentialResult found = await FindAsync(null, null, null);

        Assert.Null(found.Credentials);
        Assert.Equal("none of the providers succeeded, no credentials available", found.Failure);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("key", "")]
    [InlineData("key\r\nX-A: 1", "secret")]
    public async Task Does_not_replace_unusable_keys_by_those_of_the_node(string key, string secret)
    {
        AwsCredentialResult found = await FindAsync(key, secret, null, ("AWS_ACCESS_KEY_ID", "id"), ("AWS_SECRET_ACCESS_KEY", "s"));

        Assert.Null(found.Credentials);
    }

    [Fact]
    public async Task Does_not_sign_as_the_node_when_a_role_is_wanted()
    {
        AwsCredentialResult found = await FindAsync("key", "secret", "arn:aws:iam::123456789012:role/r");

        Assert.Null(found.Credentials);
    }

    [Fact]
    public void Shows_no_secret_in_texts()
    {
        Assert.DoesNotContain("hidden", new AwsCredentials("id", "hidden", "hidden").ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", new AwsCredentialRequest("id", "hidden", null).ToString(), StringComparison.Ordinal);
    }

    private static ValueTask<AwsCredentialResult> FindAsync(string? key, string? secret, string? role, params (string, string?)[] variables) =>
        new AwsCredentialSource(Environment(variables)).GetAsync(new AwsCredentialRequest(key, secret, role), CancellationToken.None);

    private static AwsEnvironment Environment(params (string Name, string? Value)[] variables) =>
        AwsEnvironment.Read(name => variables.FirstOrDefault(each => each.Name == name).Value);
}
