using KongLite.Gateway.Tls;

namespace KongLite.Gateway.Forwarding;

/// <summary>What connections have to agree in to be shared, besides address and server name.</summary>
/// <param name="ConnectTimeout">How long connecting may take, in milliseconds.</param>
/// <param name="Tls">What the service is shown and asked for, if TLS is spoken.</param>
internal readonly record struct ConnectionSettings(int ConnectTimeout, UpstreamTls Tls);
