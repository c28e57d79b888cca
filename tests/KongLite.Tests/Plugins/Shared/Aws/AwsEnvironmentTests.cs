using KongLite.Plugins.Shared.Aws;

namespace KongLite.Tests.Plugins.Shared.Aws;

public sealed class AwsEnvironmentTests
{
    [Theory]
    [InlineData("a", "b", "a")]
    [InlineData(null, "b", "b")]
    [InlineData("", "b", "b")]
    [InlineData("", "", null)]
    [InlineData(null, null, null)]
    public void Takes_the_region_from_two_variables_and_an_empty_one_for_none(string? region, string? fallback, string? expected) =>
        Assert.Equal(expected, Read(("AWS_REGION", region), ("AWS_DEFAULT_REGION", fallback)).Region);

    [Theory]
    [InlineData("AWS")]
    [InlineData("AMAZON")]
    public void Takes_keys_and_token(string prefix)
    {
        AwsEnvironment environment = Read(($"{prefix}_ACCESS_KEY_ID", "id"), ($"{prefix}_SECRET_ACCESS_KEY", "s"), ($"{prefix}_SESSION_TOKEN", "t=="));

        Assert.Equal(new AwsCredentials("id", "s", "t=="), environment.Credentials);
    }

    [Fact]
    public void Prefers_the_new_names_of_keys() => Assert.Equal(
        new AwsCredentials("new", "s", null),
        Read(("AWS_ACCESS_KEY_ID", "new"), ("AWS_SECRET_ACCESS_KEY", "s"), ("AMAZON_ACCESS_KEY_ID", "old"), ("AMAZON_SECRET_ACCESS_KEY", "s")).Credentials);

    [Fact]
    public void Looks_for_files_at_home_unless_told_otherwise()
    {
        Assert.Equal((Path.Combine("/h", ".aws", "credentials"), Path.Combine("/h", ".aws", "config")), Files(("HOME", "/h")));
        Assert.Equal(("/a", Path.Combine("/h", "b")), Files(("HOME", "/h"), ("AWS_SHARED_CREDENTIALS_FILE", "/a"), ("AWS_CONFIG_FILE", "~/b")));
        Assert.Equal((null, null), Files());
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("false", false)]
    [InlineData("true", true)]
    [InlineData("1", true)]
    public void Takes_everything_but_false_for_a_yes(string? value, bool expected)
    {
        AwsEnvironment environment = Read(("AWS_EC2_METADATA_DISABLED", value), ("AWS_EC2_METADATA_V1_DISABLED", value));

        Assert.Equal((expected, expected), (environment.IsMetadataDisabled, environment.IsMetadataV1Disabled));
    }

    [Fact]
    public void Knows_where_the_platform_is()
    {
        Assert.Equal("http://169.254.169.254", Read().MetadataEndpoint);
        Assert.Equal("http://[fd00:ec2::254]", Read(("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "IPv6")).MetadataEndpoint);
        Assert.Equal("http://h:1", Read(("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://h:1/")).MetadataEndpoint);
        Assert.Equal("http://169.254.170.2/v2/x", Read(("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/x"), ("AWS_CONTAINER_CREDENTIALS_FULL_URI", "u")).ContainerCredentialsUri);
        Assert.Equal("u", Read(("AWS_CONTAINER_CREDENTIALS_FULL_URI", "u")).ContainerCredentialsUri);
    }

    [Fact]
    public void Shows_no_secret() => Assert.DoesNotContain(
        "hidden",
        Read(("AWS_ACCESS_KEY_ID", "id"), ("AWS_SECRET_ACCESS_KEY", "hidden"), ("AWS_CONTAINER_AUTHORIZATION_TOKEN", "hidden")).ToString(),
        StringComparison.Ordinal);

    private static (string? Credentials, string? Config) Files(params (string, string?)[] variables) =>
        (Read(variables).CredentialsFile, Read(variables).ConfigFile);

    private static AwsEnvironment Read(params (string Name, string? Value)[] variables) =>
        AwsEnvironment.Read(name => variables.FirstOrDefault(each => each.Name == name).Value);
}
