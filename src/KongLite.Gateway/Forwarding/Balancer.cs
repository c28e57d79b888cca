using System.Globalization;
using System.Net;
using System.Net.Sockets;
using KongLite.Gateway.Balancing;
using KongLite.Gateway.Naming;
using KongLite.Gateway.Tls;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Exchanges;

namespace KongLite.Gateway.Forwarding;

/// <summary>Says which address a try goes to.</summary>
internal sealed class Balancer(InvokerPool invokers, INameResolver resolver, HealthLog log)
{
    /// <summary>Tells of addresses that come and go.</summary>
    public HealthLog Log => log;

    /// <summary>Prepares the address of a service.</summary>
    /// <param name="service">The service.</param>
    /// <param name="upstream">The upstream that its host names; null: none.</param>
    /// <param name="tls">What it is shown and asked for, if TLS is spoken; without what an upstream has to say.</param>
    public ServiceTarget TargetOf(Service service, UpstreamState? upstream, UpstreamTls tls)
    {
        Target own = Make(service, tls, IsTls(service), Bracketed(service.Host), service.Port, null);
        return new ServiceTarget(service, own, upstream, tls);
    }

    /// <summary>Forgets connections that no service can use any more.</summary>
    public void Keep(CertificateTable certificates, AuthorityTable authorities) => invokers.Keep(certificates, authorities);

    /// <summary>The tries of a request that is spread over an upstream; null: it goes to one host.</summary>
    /// <param name="exchange">The exchange, whose plugins may have chosen another host, or another upstream.</param>
    /// <param name="service">Where the service is.</param>
    /// <param name="upstreams">All upstreams.</param>
    public PeerTries? TriesOf(Exchange exchange, ServiceTarget service, UpstreamTable upstreams)
    {
        UpstreamState? upstream = exchange.TouchedUpstream?.Host is { } host ? upstreams.Find(host)?.State : service.Upstream;
        return upstream is null ? null : new PeerTries(exchange, service, upstream, this);
    }

    /// <summary>The address of a try that goes to one host; null: its name has to be looked up first.</summary>
    /// <param name="exchange">The exchange, whose plugins may have chosen another host.</param>
    /// <param name="service">Where the service is.</param>
    public Target? Pick(Exchange exchange, ServiceTarget service)
    {
        ServiceTarget chosen = Chosen(exchange, service);
        return chosen.IsAddress ? chosen.Target : resolver.Known(chosen.Service.Host) is { } name ? chosen.At(name, this) : null;
    }

    /// <summary>As <see cref="Pick"/>, once the name has been looked up.</summary>
    public async ValueTask<Target> LookUpAsync(Exchange exchange, ServiceTarget service)
    {
        ServiceTarget chosen = Chosen(exchange, service);
        return chosen.At(await resolver.ResolveAsync(chosen.Service.Host, exchange.Aborted), this);
    }

    /// <summary>The address of a try that goes to an upstream.</summary>
    public Target TargetOf(Exchange exchange, ServiceTarget service, PeerSet set, Peer peer) =>
        exchange.TouchedUpstream is { } upstream && (upstream.Host is not null || upstream.Scheme is not null)
            ? Make(service, IsTls(exchange, service.Service), set, peer)
            : service.At(set, peer, this);

    /// <summary>A service at an address of its name.</summary>
    public Target Make(ServiceTarget service, in ResolvedAddress address)
    {
        Service entity = service.Service;
        bool isTls = IsTls(entity);
        int port = address.Port ?? entity.Port;
        return Make(entity, service.Tls, isTls, Bracketed(address.Ip.ToString()), port, WithPort(entity.Host, port, isTls));
    }

    /// <summary>A service at an address of an upstream.</summary>
    public Target Make(ServiceTarget service, bool isTls, PeerSet set, Peer peer)
    {
        string? fixedName = set.Upstream.Upstream.HostHeader;
        string name = fixedName ?? (IPAddress.TryParse(peer.Name, out _) ? peer.Host : peer.Name);
        // A port of its own is kept, where Kong would put the target's behind it.
        string? header = fixedName is not null && HasPort(fixedName) ? fixedName : WithPort(name, peer.Port, isTls);
        // Kong asks the service first, then the upstream, then the node.
        UpstreamTls tls = service.Service.ClientCertificateId is null && set.Upstream.Upstream.ClientCertificateId is not null
            ? service.Tls with { Client = set.Upstream.ClientCertificate } : service.Tls;
        return Make(service.Service, tls, isTls, peer.Host, peer.Port, header);
    }

    /// <summary>Whether a service is called over TLS.</summary>
    public static bool IsTls(Service service) => service.Protocol is Protocol.Https or Protocol.Grpcs or Protocol.Tls;

    private static bool IsTls(Exchange exchange, Service service) =>
        exchange.TouchedUpstream?.Scheme is { } scheme ? scheme == "https" : IsTls(service);

    // A service like the exchange's own, where its plugins want it.
    private ServiceTarget Chosen(Exchange exchange, ServiceTarget service)
    {
        if (exchange.TouchedUpstream is not { } upstream || (upstream.Host is null && upstream.Scheme is null))
        {
            return service;
        }

        Service entity = service.Service;
        bool isTls = IsTls(exchange, entity);
        Protocol protocol = entity.Protocol.IsGrpc() ? (isTls ? Protocol.Grpcs : Protocol.Grpc) : isTls ? Protocol.Https : Protocol.Http;
        return TargetOf(entity with { Host = upstream.Host ?? entity.Host, Port = upstream.Port ?? entity.Port, Protocol = protocol }, null, service.Tls);
    }

    private static bool HasPort(string host) => host.LastIndexOf(':') > host.LastIndexOf(']');

    private static string WithPort(string name, int port, bool isTls) =>
        port == (isTls ? 443 : 80) ? name : string.Create(CultureInfo.InvariantCulture, $"{name}:{port}");

    private static string Bracketed(string host) =>
        IPAddress.TryParse(host, out IPAddress? address) && address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : host;

    private Target Make(Service service, UpstreamTls tls, bool isTls, string host, int port, string? hostHeader)
    {
        string prefix = string.Create(CultureInfo.InvariantCulture, $"{(isTls ? "https" : "http")}://{host}:{port}");
        string name = hostHeader ?? WithPort(host, port, isTls);
        int readTimeout = service.ReadTimeout ?? InvokerPool.DefaultTimeout;
        return new Target(
            prefix,
            name,
            Uri.TryCreate(prefix, UriKind.Absolute, out Uri? address) && address.Authority == name,
            invokers.For(new ConnectionSettings(service.ConnectTimeout ?? InvokerPool.DefaultTimeout, isTls ? tls : default)),
            ForwarderConfigs.Tunnel(readTimeout),
            service.WriteTimeout ?? InvokerPool.DefaultTimeout,
            readTimeout,
            service.Protocol.IsGrpc());
    }
}
