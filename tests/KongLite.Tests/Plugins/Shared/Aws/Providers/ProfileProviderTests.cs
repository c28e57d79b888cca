using KongLite.Plugins.Shared.Aws;
using KongLite.Tests.Hosting;

namespace KongLite.Tests.Plugins.Shared.Aws.Providers;

public sealed class ProfileProviderTests : IAsyncLifetime
{
    private const string Role = "arn:aws:iam::123456789012:role/gateway";
    private readonly CredentialBench _bench = new();
    private FakePlatform _platform = null!;

    public async Task InitializeAsync() => _platform = await FakePlatform.StartAsync(_bench.Clock);

    public async Task DisposeAsync()
    {
        await _platform.DisposeAsync();
        _bench.Dispose();
    }

    [Theory]
    [InlineData(null, "d")]
    [InlineData("p", "p")]
    [InlineData("q", "q")]
    [InlineData("c", "c")]
    public async Task Takes_keys_of_the_profile_from_either_file_the_credentials_first(string? profile, string expected)
    {
        const string Credentials = """
            # a comment
            [default]
            aws_access_key_id=d
            aws_secret_access_key = d-secret # another one

            [p]
            aws_access_key_id = p
            aws_secret_access_key = p-secret
            [ q ]
            AWS_ACCESS_KEY_ID = q
            aws_secret_access_key = q-secret
            """;
        const string Config = """
            [profile p]
            region = eu-west-1
            s3 =
                aws_access_key_id = nested
            aws_access_key_id = hidden
            [profile "c"]
            aws_access_key_id = c
            aws_secret_access_key = c-secret
            [c]
            aws_access_key_id = no profile
            """;

        AwsCredentialResult found = await FetchAsync(Credentials, Config, profile);

        Assert.Equal(new AwsCredentials(expected, $"{expected}-secret", null), found.Credentials);
    }

    [Fact]
    public async Task Takes_a_session_token() => Assert.Equal(
        new AwsCredentials("a", "s", "t=="),
        (await FetchAsync("[default]\naws_access_key_id=a\naws_secret_access_key=s\naws_session_token=t==\n")).Credentials);

    [Fact]
    public async Task Assumes_the_role_of_a_profile_with_the_keys_of_another()
    {
        AwsCredentialResult found = await FetchAsync(
            "[base]\naws_access_key_id=base\naws_secret_access_key=s\n",
            $"[profile p]\nrole_arn={Role}\nsource_profile=base\nexternal_id=x 1\nduration_seconds=900\nrole_session_name=me\nregion=us-west-2\n",
            "p");

        Assert.Equal(_platform.Issued[0], found.Credentials);
        Assert.Contains("Credential=base/20260102/us-west-2/sts/", _platform.LastRequest.Headers["Authorization"].ToString(), StringComparison.Ordinal);
        Assert.EndsWith("&RoleSessionName=me&ExternalId=x%201&DurationSeconds=900", _platform.LastRequest.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Assumes_roles_one_over_the_other()
    {
        await FetchAsync(
            "[base]\naws_access_key_id=base\naws_secret_access_key=s\n",
            $"[profile p]\nrole_arn={Role}2\nsource_profile=q\n[profile q]\nrole_arn={Role}1\nsource_profile=base\n",
            "p");

        Assert.Equal(2, _platform.Requests.Count);
        Assert.Contains("Credential=ASIA1/", _platform.LastRequest.Headers["Authorization"].ToString(), StringComparison.Ordinal);
        Assert.Equal("token-1==", _platform.LastRequest.Headers["X-Amz-Security-Token"]);
        Assert.Contains("gateway2", _platform.LastRequest.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("EcsContainer")]
    [InlineData("Ec2InstanceMetadata")]
    public async Task Assumes_the_role_of_a_profile_with_what_the_platform_gives(string source)
    {
        await FetchAsync("", $"[profile p]\nrole_arn={Role}\ncredential_source={source}\n", "p");

        Assert.Contains("Credential=ASIA1/", _platform.LastRequest.Headers["Authorization"].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Assumes_the_role_of_a_profile_with_a_web_identity()
    {
        await FetchAsync("", $"[profile p]\nrole_arn={Role}\nweb_identity_token_file={_bench.File("jwt")}\n", "p");

        Assert.EndsWith("&WebIdentityToken=jwt", _platform.LastRequest.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Means_its_own_keys_when_it_is_the_source_of_its_role()
    {
        await FetchAsync($"[p]\naws_access_key_id=own\naws_secret_access_key=s\nrole_arn={Role}\nsource_profile=p\n", "", "p");

        Assert.Contains("Credential=own/", _platform.LastRequest.Headers["Authorization"].ToString(), StringComparison.Ordinal);
    }

    [UnixFact]
    public async Task Runs_a_program()
    {
        AwsCredentialResult found = await FetchAsync(
            "",
            """
            [default]
            credential_process = printf '%s' '{"Version":1,"AccessKeyId":"a","SecretAccessKey":"s","SessionToken":"t","Expiration":"2027-01-01T00:00:00Z"}'
            """);

        Assert.Equal(new AwsCredentials("a", "s", "t") { Expiration = new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero) }, found.Credentials);
    }

    [UnixFact]
    public async Task Tells_that_a_program_has_failed() => Assert.Contains(
        "profile: credential_process ended with 3: log in first", (await FetchAsync("", "[default]\ncredential_process = echo log in first >&2; exit 3\n")).Failure, StringComparison.Ordinal);

    [UnixFact]
    public async Task Ends_a_program_that_takes_too_long()
    {
        string file = _bench.File("");
        RefreshingCredentials credentials = _bench.Credentials(
            CredentialBench.Nowhere with { ConfigFile = _bench.File($"[default]\ncredential_process = echo $$ > {file}; sleep 600\n", "config") });
        Task<AwsCredentialResult> found = credentials.GetAsync(CancellationToken.None).AsTask();
        await Wait.UntilAsync(() => new FileInfo(file).Length > 0);
        int id = int.Parse(File.ReadAllText(file), System.Globalization.CultureInfo.InvariantCulture);

        _bench.Clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Contains("timeout", (await found).Failure, StringComparison.Ordinal);
        await Wait.UntilAsync(() => !Directory.Exists($"/proc/{id}"));
    }

    [Theory]
    [InlineData("[profile p]\nsso_session = s\nsso_account_id = 1\nsso_role_name = r\n[sso-session s]\nsso_region = eu-west-1\n", "a0f1490a20d0211c997b44bc357e1972deab8ae3.json")]
    [InlineData("[profile p]\nsso_start_url = https://s.test/start\nsso_region = eu-west-1\nsso_account_id = 1\nsso_role_name = r\n", "9ce9318e93a8690cbfe2a885d2faaf41e4870007.json")]
    public async Task Uses_the_token_that_a_login_to_IAM_Identity_Center_has_left(string config, string name)
    {
        _platform.Refusal = (200, """{"roleCredentials":{"accessKeyId":"a","secretAccessKey":"s","sessionToken":"t","expiration":1767330000000}}""");
        string cached = _bench.File("""{"accessToken":"portal-token","expiresAt":"2026-01-02T04:00:00Z"}""", name);
        AwsEnvironment environment = CredentialBench.Nowhere with { SsoCache = Path.GetDirectoryName(cached), SsoEndpointUrl = _platform.Address };

        AwsCredentialResult found = await FetchAsync(environment, "", config, "p");

        Assert.Equal(new AwsCredentials("a", "s", "t") { Expiration = DateTimeOffset.FromUnixTimeSeconds(1767330000) }, found.Credentials);
        Assert.Equal("/federation/credentials?role_name=r&account_id=1", _platform.LastRequest.PathAndQuery);
        Assert.Equal("portal-token", _platform.LastRequest.Headers["x-amz-sso_bearer_token"]);

        _bench.File("""{"accessToken":"portal-token","expiresAt":"2026-01-02T03:00:00Z"}""", name);
        Assert.Contains("run 'aws sso login'", (await FetchAsync(environment, "", config, "p")).Failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[other]\na = b\n", "there is no profile 'p'")]
    [InlineData("[p]\nregion = eu-west-1\n", "the profile 'p' has no credentials")]
    [InlineData("[p]\nrole_arn = arn:aws:iam::123456789012:role/r\n", "the profile 'p' has a role, but no source_profile or credential_source to assume it with")]
    [InlineData("[p]\nrole_arn = arn:aws:iam::123456789012:role/r\nsource_profile = p\n", "the profile 'p' is its own source")]
    [InlineData("[p]\nrole_arn = arn:aws:iam::123456789012:role/r\nsource_profile = q\n[q]\nrole_arn = arn:aws:iam::123456789012:role/r\nsource_profile = p\n", "the profile 'p' is its own source")]
    [InlineData("[p]\nrole_arn = arn:aws:iam::123456789012:role/r\nsource_profile = q\nmfa_serial = m\n", "the profile 'p' wants a code of an MFA device, which nobody can enter here")]
    public async Task Tells_what_is_wrong_with_a_profile(string credentials, string failure) => Assert.Equal(
        $"none of the providers succeeded, no credentials available (profile: {failure})", (await FetchAsync(credentials, "", "p")).Failure);

    [Theory]
    [InlineData("")]
    [InlineData("[default\n=\n]\n[]\nx\n= y\n\u0000")]
    [InlineData("[default]\nregion = eu-west-1\n")]
    public async Task Is_absent_without_a_default_profile(string credentials) => Assert.Equal(
        "none of the providers succeeded, no credentials available", (await FetchAsync(credentials)).Failure);

    private ValueTask<AwsCredentialResult> FetchAsync(string credentials, string config = "", string? profile = null) => FetchAsync(
        new AwsEnvironment
        {
            MetadataEndpoint = _platform.Address,
            IsMetadataDisabled = !config.Contains("Ec2InstanceMetadata", StringComparison.Ordinal),
            ContainerCredentialsUri = config.Contains("EcsContainer", StringComparison.Ordinal) ? _platform.Address + "/c" : null,
            StsEndpointUrl = _platform.Address,
        },
        credentials,
        config,
        profile);

    private ValueTask<AwsCredentialResult> FetchAsync(AwsEnvironment environment, string credentials, string config, string? profile) =>
        _bench.Credentials(environment with
        {
            Profile = profile,
            CredentialsFile = _bench.File(credentials, "credentials"),
            ConfigFile = _bench.File(config, "config"),
        }).GetAsync(CancellationToken.None);
}
