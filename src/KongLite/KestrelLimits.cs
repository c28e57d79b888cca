using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace KongLite;

/// <summary>What Kestrel allows, as Kong's web server does unless told otherwise.</summary>
internal static class KestrelLimits
{
    // nginx allows this long between two reads or writes; Kestrel knows rates only, and one byte a second comes closest.
    private static readonly MinDataRate Slowest = new(bytesPerSecond: 1, gracePeriod: TimeSpan.FromSeconds(60));

    /// <summary>Sets the limits.</summary>
    public static void Apply(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        // The request line wins over Host, as in nginx, and a mismatch is no error.
        kestrel.AllowHostHeaderOverride = true;
        // Upstreams send UTF-8 in headers, and Kong passes it on.
        kestrel.ResponseHeaderEncodingSelector = static _ => Encoding.UTF8;
        kestrel.Limits.MaxRequestLineSize = 8 * 1024;
        kestrel.Limits.MaxRequestHeadersTotalSize = 4 * 8 * 1024;
        // Plugins see the first 100 or so (lua_max_req_headers); all are forwarded.
        kestrel.Limits.MaxRequestHeaderCount = 1000;
        // Each side has a limit of its own and answers in its own way.
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(60);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(75);
        kestrel.Limits.MinRequestBodyDataRate = Slowest;
        kestrel.Limits.MinResponseDataRate = Slowest;
    }
}
