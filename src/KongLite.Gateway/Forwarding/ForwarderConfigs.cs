using System.Net;
using Yarp.ReverseProxy.Forwarder;

namespace KongLite.Gateway.Forwarding;

/// <summary>
/// How the forwarder makes calls. It has one time for everything: for connecting, for the client to send and to take, and for the service. So it is given
/// none, and each try has a <see cref="TryTimer"/>; only what follows an upgrade the forwarder carries by itself, and times.
/// </summary>
internal static class ForwarderConfigs
{
    /// <summary>A call over HTTP/1.1.</summary>
    public static ForwarderRequestConfig Http1 { get; } = Make(HttpVersion.Version11, Timeout.InfiniteTimeSpan);

    /// <summary>A call over HTTP/2.</summary>
    public static ForwarderRequestConfig Http2 { get; } = Make(HttpVersion.Version20, Timeout.InfiniteTimeSpan);

    /// <summary>A call that asks for another protocol.</summary>
    /// <param name="idleTimeout">How long nothing may happen in either direction, in milliseconds.</param>
    public static ForwarderRequestConfig Tunnel(int idleTimeout) => Make(HttpVersion.Version11, TimeSpan.FromMilliseconds(idleTimeout));

    private static ForwarderRequestConfig Make(Version version, TimeSpan timeout) => new()
    {
        ActivityTimeout = timeout,
        Version = version,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        AllowResponseBuffering = true,
    };
}
