namespace KongLite.Plugins.Shared.Aws;

/// <summary>What connections to AWS depend on.</summary>
/// <param name="Timeout">Bound of connecting.</param>
/// <param name="Keepalive">How long an idle connection is kept.</param>
/// <param name="ProxyUrl">Forward proxy; null: none.</param>
/// <param name="VerifiesTls">Whether certificates must be valid.</param>
internal sealed record AwsConnectionSettings(TimeSpan Timeout, TimeSpan Keepalive, string? ProxyUrl, bool VerifiesTls)
{
    /// <summary>Shows no secret: the proxy's address may have one.</summary>
    public override string ToString() => ProxyUrl is null ? "direct connections" : "connections through a proxy";
}

/// <summary>Connections that outlive changes of the configuration: instances with the same settings share them.</summary>
internal sealed class AwsConnectionPool
{
    private readonly SharedInstances<AwsConnectionSettings, AwsConnections> _known = new(static settings => new AwsConnections(settings));

    /// <summary>The connections for some settings.</summary>
    public AwsConnections Get(AwsConnectionSettings settings) => _known.Get(settings);
}
