using KongLite.Plugins.Shared.Aws.Providers;
using KongLite.Plugins.Shared.Aws.Sts;
using Microsoft.Extensions.Logging;

namespace KongLite.Plugins.Shared.Aws;

/// <summary>Where a plugin wants its credentials from.</summary>
internal sealed record AwsCredentialRequest
{
    /// <summary>Configured id of an access key. Null: the node's own credentials.</summary>
    public string? AccessKeyId { get; init; }

    /// <summary>Configured secret that belongs to it.</summary>
    public string? SecretAccessKey { get; init; }

    /// <summary>Role to assume with them. Null: none.</summary>
    public string? RoleArn { get; init; }

    /// <summary>Name of the role's session.</summary>
    public string RoleSessionName { get; init; } = "kong";

    /// <summary>Address where the role is assumed. Null: the node's, else the region's.</summary>
    public string? StsEndpointUrl { get; init; }

    /// <summary>Whether the certificate of that address must be valid.</summary>
    public bool VerifiesTls { get; init; } = true;

    /// <summary>Region of the plugin's calls. Null: unknown.</summary>
    public string? Region { get; init; }

    /// <summary>Forward proxy for calls of STS. Null: none.</summary>
    public string? ProxyUrl { get; init; }

    /// <summary>Whether instance metadata is asked with a token only.</summary>
    public bool RequiresMetadataV2 { get; init; }

    /// <summary>Shows no secret.</summary>
    public override string ToString() => $"credentials of {AccessKeyId ?? "the node"}{(RoleArn is null ? string.Empty : " for a role")}";
}

/// <summary>The credentials of all plugins: those that want the same share them, also across changes of the configuration.</summary>
internal sealed class AwsCredentialPool
{
    private readonly AwsEnvironment _environment;
    private readonly AwsConnectionPool _connections;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly SharedInstances<AwsCredentialRequest, RefreshingCredentials> _known;

    /// <summary>No credentials yet.</summary>
    public AwsCredentialPool(AwsEnvironment environment, AwsConnectionPool connections, TimeProvider clock, ILogger<AwsCredentialPool> logger)
    {
        (_environment, _connections, _clock, _logger) = (environment, connections, clock, logger);
        _known = new SharedInstances<AwsCredentialRequest, RefreshingCredentials>(request => new RefreshingCredentials(ProviderOf(request), clock, logger));
    }

    /// <summary>The credentials for a request; they are fetched when they are first asked for.</summary>
    public RefreshingCredentials Get(AwsCredentialRequest request) => _known.Get(request.RoleArn is null ? Source(request) : request);

    // Only what makes a difference, so that as many as possible share.
    private AwsCredentialRequest Source(AwsCredentialRequest request) => request.AccessKeyId is { } id
        ? new AwsCredentialRequest { AccessKeyId = id, SecretAccessKey = request.SecretAccessKey }
        : new AwsCredentialRequest
        {
            Region = _environment.Region ?? request.Region,
            ProxyUrl = request.ProxyUrl,
            RequiresMetadataV2 = request.RequiresMetadataV2,
        };

    private ICredentialProvider ProviderOf(AwsCredentialRequest request)
    {
        if (request.RoleArn is { } role)
        {
            StsClient sts = Sts(request).At(request.StsEndpointUrl);
            return new AssumeRoleProvider(_known.Get(Source(request)), sts, new RoleSession(role, request.RoleSessionName));
        }

        // A configured key that is empty comes from a vault that does not answer; the node's own credentials must not stand in for it.
        return request.AccessKeyId is { } id
            ? new StaticProvider("the configuration", new AwsCredentials(id, request.SecretAccessKey ?? string.Empty, SessionToken: null))
            : ChainOf(request);
    }

    private ProviderChain ChainOf(AwsCredentialRequest request)
    {
        AwsEnvironment environment = _environment;
        StsClients sts = Sts(request);
        var webIdentity = new WebIdentityProvider(
            environment.WebIdentityTokenFile, new RoleSession(environment.RoleArn ?? string.Empty, environment.RoleSessionName), sts.At(null));
        if (request.ProxyUrl is not null && environment is { WebIdentityTokenFile: not null, RoleArn: not null })
        {
            return new ProviderChain([webIdentity], _logger);
        }

        var local = new CredentialHttp(_connections.Get(CredentialHttp.LocalSettings), CredentialHttp.LocalTimeout, _clock);
        AwsConnections outside = _connections.Get(CredentialHttp.RemoteSettings(request.ProxyUrl, verifiesTls: true));
        var sso = new SsoProvider(environment, new CredentialHttp(outside, CredentialHttp.RemoteTimeout, _clock), _clock);
        var container = new ContainerProvider(environment, local);
        var metadata = new InstanceMetadataProvider(environment, local, request.RequiresMetadataV2, _clock);
        var profile = new ProfileProvider(environment, sts, sso, container, metadata);
        return new ProviderChain([new StaticProvider("the environment", environment.Credentials), profile, container, webIdentity, metadata], _logger);
    }

    private StsClients Sts(AwsCredentialRequest request) =>
        new(_environment, _connections, _clock) { Region = request.Region, ProxyUrl = request.ProxyUrl, VerifiesTls = request.VerifiesTls };
}
