namespace KongLite.Plugins.Shared.Aws;

/// <summary>What the node's environment variables say about AWS. Read once, at start; empty variables count as missing.</summary>
internal sealed record AwsEnvironment
{
    /// <summary>The region. Null: none is named.</summary>
    public string? Region { get; init; }

    /// <summary>Credentials. Null: none are given.</summary>
    public AwsCredentials? Credentials { get; init; }

    /// <summary>Name of the profile (<c>AWS_PROFILE</c>). Null: <c>default</c>.</summary>
    public string? Profile { get; init; }

    /// <summary>Path of the shared credentials file. Null: the node has no home.</summary>
    public string? CredentialsFile { get; init; }

    /// <summary>Path of the shared config file. Null: the node has no home.</summary>
    public string? ConfigFile { get; init; }

    /// <summary>Folder where <c>aws sso login</c> leaves tokens. Null: the node has no home.</summary>
    public string? SsoCache { get; init; }

    /// <summary>Address of container credentials (<c>AWS_CONTAINER_CREDENTIALS_RELATIVE_URI</c>, <c>…_FULL_URI</c>). Null: there are none.</summary>
    public string? ContainerCredentialsUri { get; init; }

    /// <summary>The <c>Authorization</c> for that address. Null: none, or in the file.</summary>
    public string? ContainerAuthorizationToken { get; init; }

    /// <summary>File with the <c>Authorization</c> for that address; goes before the text. Null: none.</summary>
    public string? ContainerAuthorizationTokenFile { get; init; }

    /// <summary>File with the token of a web identity. Null: none.</summary>
    public string? WebIdentityTokenFile { get; init; }

    /// <summary>Role that the web identity assumes. Null: none.</summary>
    public string? RoleArn { get; init; }

    /// <summary>Name of the web identity's session.</summary>
    public string RoleSessionName { get; init; } = "konglite";

    /// <summary>Whether the metadata of EC2 instances is not to be asked.</summary>
    public bool IsMetadataDisabled { get; init; }

    /// <summary>Whether the metadata is not to be asked without a token.</summary>
    public bool IsMetadataV1Disabled { get; init; }

    /// <summary>Address of the metadata.</summary>
    public string MetadataEndpoint { get; init; } = "http://169.254.169.254";

    /// <summary>Address of STS (<c>AWS_ENDPOINT_URL_STS</c>). Null: AWS's own.</summary>
    public string? StsEndpointUrl { get; init; }

    /// <summary>Address of IAM Identity Center's portal (<c>AWS_ENDPOINT_URL_SSO</c>). Null: AWS's own.</summary>
    public string? SsoEndpointUrl { get; init; }

    /// <summary>Whether STS is asked in the region (<c>AWS_STS_REGIONAL_ENDPOINTS</c>), and not at its global address.</summary>
    public bool UsesRegionalSts { get; init; } = true;

    /// <summary>Reads the variables.</summary>
    /// <param name="variable">Gives the value of a variable, or null.</param>
    public static AwsEnvironment Read(Func<string, string?> variable)
    {
        string? home = Value("HOME") ?? Value("USERPROFILE");
        var none = new AwsEnvironment();
        return new AwsEnvironment
        {
            Region = Value("AWS_REGION") ?? Value("AWS_DEFAULT_REGION"),
            Credentials = CredentialsOf("AWS") ?? CredentialsOf("AMAZON"),
            Profile = Value("AWS_PROFILE"),
            CredentialsFile = File("AWS_SHARED_CREDENTIALS_FILE", "credentials"),
            ConfigFile = File("AWS_CONFIG_FILE", "config"),
            SsoCache = home is null ? null : Path.Combine(home, ".aws", "sso", "cache"),
            ContainerCredentialsUri = Value("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") is { } relative
                ? "http://169.254.170.2" + relative
                : Value("AWS_CONTAINER_CREDENTIALS_FULL_URI"),
            ContainerAuthorizationToken = Value("AWS_CONTAINER_AUTHORIZATION_TOKEN"),
            ContainerAuthorizationTokenFile = Value("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"),
            WebIdentityTokenFile = Value("AWS_WEB_IDENTITY_TOKEN_FILE"),
            RoleArn = Value("AWS_ROLE_ARN"),
            RoleSessionName = Value("AWS_ROLE_SESSION_NAME") ?? none.RoleSessionName,
            IsMetadataDisabled = IsOn("AWS_EC2_METADATA_DISABLED"),
            IsMetadataV1Disabled = IsOn("AWS_EC2_METADATA_V1_DISABLED"),
            MetadataEndpoint = Value("AWS_EC2_METADATA_SERVICE_ENDPOINT")?.TrimEnd('/')
                ?? (string.Equals(Value("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"), "IPv6", StringComparison.OrdinalIgnoreCase)
                    ? "http://[fd00:ec2::254]"
                    : none.MetadataEndpoint),
            StsEndpointUrl = Value("AWS_ENDPOINT_URL_STS") ?? Value("AWS_ENDPOINT_URL"),
            SsoEndpointUrl = Value("AWS_ENDPOINT_URL_SSO") ?? Value("AWS_ENDPOINT_URL"),
            UsesRegionalSts = Value("AWS_STS_REGIONAL_ENDPOINTS") != "legacy",
        };

        string? Value(string name) => variable(name) is { Length: > 0 } value ? value : null;

        // As in Kong, everything but "false" is a yes.
        bool IsOn(string name) => Value(name) is { } value && !value.Equals("false", StringComparison.OrdinalIgnoreCase);

        string? File(string name, string usual) => Value(name) is not { } path ? (home is null ? null : Path.Combine(home, ".aws", usual))
            : path.StartsWith("~/", StringComparison.Ordinal) && home is not null ? Path.Combine(home, path[2..])
            : path;

        AwsCredentials? CredentialsOf(string prefix) => Value($"{prefix}_ACCESS_KEY_ID") is { } id
            ? new AwsCredentials(id, Value($"{prefix}_SECRET_ACCESS_KEY") ?? string.Empty, Value($"{prefix}_SESSION_TOKEN"))
            : null;
    }

    /// <summary>Shows no secret.</summary>
    public override string ToString() => $"environment with region {Region ?? "unknown"}";
}
