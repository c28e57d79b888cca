using Yarp.ReverseProxy.Forwarder;

namespace KongLite.Gateway.Forwarding;

/// <summary>An address to send a request to, and how.</summary>
/// <param name="Prefix">Scheme and authority, such as <c>http://10.0.0.1:8080</c>.</param>
/// <param name="HostHeader">What stands in <c>Host</c> unless the client's is kept; TLS takes the server's name from it.</param>
/// <param name="IsNamedByPrefix">Whether the client library writes that <c>Host</c> by itself.</param>
/// <param name="Invoker">Makes the call over kept connections.</param>
/// <param name="Tunnel">How a connection is carried that becomes another protocol's; it may be idle for as long as the service may take to answer.</param>
/// <param name="WriteTimeout">How long it may take to accept a piece of a body, in milliseconds.</param>
/// <param name="ReadTimeout">How long it may take to begin an answer, or to go on with it, in milliseconds.</param>
/// <param name="IsHttp2">Whether HTTP/2 is spoken, as for gRPC.</param>
internal sealed record Target(
    string Prefix,
    string HostHeader,
    bool IsNamedByPrefix,
    HttpMessageInvoker Invoker,
    ForwarderRequestConfig Tunnel,
    int WriteTimeout,
    int ReadTimeout,
    bool IsHttp2);
