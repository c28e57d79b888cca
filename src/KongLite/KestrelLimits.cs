using KongLite.Gateway;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace KongLite;

/// <summary>What Kestrel allows, as Kong's web server does unless told otherwise.</summary>
internal static class KestrelLimits
{
    // nginx allows this long between two reads or writes; Kestrel knows rates only, and one byte a second comes closest. Bodies that are proxied the data
    // plane times itself.
    private static readonly MinDataRate Slowest = new(bytesPerSecond: 1, gracePeriod: TimeSpan.FromSeconds(60));

    /// <summary>Sets the limits. Those of requests are the data plane's, which answers what breaks them.</summary>
    public static void Apply(KestrelServerOptions kestrel)
    {
        GatewayServices.ConfigureKestrel(kestrel);
        kestrel.Limits.MinRequestBodyDataRate = Slowest;
        kestrel.Limits.MinResponseDataRate = Slowest;
    }
}
