namespace KongLite.Plugins.Shared.Aws.Sts;

/// <summary>Makes clients of STS that agree in region, proxy and TLS.</summary>
internal sealed class StsClients(AwsEnvironment environment, AwsConnectionPool connections, TimeProvider clock)
{
    /// <summary>The region that is asked. Null: unknown.</summary>
    public string? Region { get; init; }

    /// <summary>Forward proxy. Null: none.</summary>
    public string? ProxyUrl { get; init; }

    /// <summary>Whether certificates must be valid.</summary>
    public bool VerifiesTls { get; init; } = true;

    /// <summary>A client for an address.</summary>
    /// <param name="url">The address. Null: that of the environment, else AWS's own.</param>
    /// <param name="region">Another region than the usual one. Null: that.</param>
    public StsClient At(string? url, string? region = null)
    {
        StsEndpoint? endpoint = StsEndpoint.Of(url ?? environment.StsEndpointUrl, region ?? Region, environment.UsesRegionalSts, out string? failure);
        var http = new CredentialHttp(connections.Get(CredentialHttp.RemoteSettings(ProxyUrl, VerifiesTls)), CredentialHttp.RemoteTimeout, clock);
        return new StsClient(endpoint, failure, http, clock);
    }
}
