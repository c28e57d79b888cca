using KongLite.Sdk.Plugins;

namespace KongLite.Plugins.IpRestriction;

/// <summary>Lets clients pass, or not, by their IP addresses.</summary>
[Plugin<IpRestrictionConfig>(
    "ip-restriction",
    Priority = 990,
    AnyProtocol = true,
    DefaultProtocols = ["http", "https", "tcp", "tls", "grpc", "grpcs"],
    Checks = typeof(IpRestrictionChecks))]
internal sealed class IpRestrictionPlugin;
