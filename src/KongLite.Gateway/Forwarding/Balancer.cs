using System.Globalization;
using System.Net;
using System.Net.Sockets;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Exchanges;
using Yarp.ReverseProxy.Forwarder;

namespace KongLite.Gateway.Forwarding;

/// <summary>Says which address a try goes to. The system resolves names, when a connection is opened.</summary>
internal sealed class Balancer(InvokerPool invokers)
{
    /// <summary>Prepares the address of a service.</summary>
    public ServiceTarget TargetOf(Service service) =>
        new(service, Make(service, service.Protocol is Protocol.Https or Protocol.Grpcs or Protocol.Tls, service.Host, service.Port));

    /// <summary>The address of a try.</summary>
    /// <param name="exchange">The exchange, whose plugins may have chosen another address.</param>
    /// <param name="service">Where the service is.</param>
    public Target Pick(Exchange exchange, ServiceTarget service)
    {
        if (exchange.TouchedUpstream is not { } upstream || (upstream.Host is null && upstream.Scheme is null))
        {
            return service.Target;
        }

        Service entity = service.Service;
        bool isTls = upstream.Scheme is { } scheme ? scheme == "https" : entity.Protocol is Protocol.Https or Protocol.Grpcs;
        return Make(entity, isTls, upstream.Host ?? entity.Host, upstream.Port ?? entity.Port);
    }

    private Target Make(Service service, bool isTls, string host, int port)
    {
        bool isHttp2 = service.Protocol.IsGrpc();
        string name = IPAddress.TryParse(host, out IPAddress? address) && address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : host;
        string authority = string.Create(CultureInfo.InvariantCulture, $"{name}:{port}");
        var config = new ForwarderRequestConfig
        {
            ActivityTimeout = TimeSpan.FromMilliseconds(service.ReadTimeout ?? InvokerPool.DefaultTimeout),
            Version = isHttp2 ? HttpVersion.Version20 : HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            AllowResponseBuffering = true,
        };
        return new Target(
            (isTls ? "https://" : "http://") + authority,
            port == (isTls ? 443 : 80) ? name : authority,
            invokers.For(new ConnectionSettings(service.ConnectTimeout ?? InvokerPool.DefaultTimeout, isTls && service.TlsVerify == true)),
            config,
            isHttp2);
    }
}
