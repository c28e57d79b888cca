namespace KongLite.Gateway.Forwarding;

/// <summary>What connections have to agree in to be shared, besides address and server name.</summary>
/// <param name="ConnectTimeout">How long connecting may take, in milliseconds.</param>
/// <param name="VerifiesServer">Whether the service's certificate is verified.</param>
internal readonly record struct ConnectionSettings(int ConnectTimeout, bool VerifiesServer);
