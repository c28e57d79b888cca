using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using KongLite.Gateway.Balancing;
using KongLite.Gateway.Naming;
using KongLite.Gateway.Tls;
using KongLite.Sdk.Entities;
using KongLite.Tests.Gateway.Balancing;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace KongLite.Tests.Gateway.Tls;

public sealed class HealthProbeTests
{
    private static readonly Authority Root = new();

    [Theory]
    [InlineData(true, HealthReport.Success)]
    [InlineData(false, HealthReport.TcpFailure)]
    public async Task Verifies_with_the_authorities_of_the_node_and_shows_the_certificate_of_the_upstream(bool isTrusted, object expected)
    {
        string? shown = null;
        TlsCertificate own = Root.Issue("service.test").Load();
        await using EchoUpstream service = await EchoUpstream.StartAsync(tls: listen => listen.UseHttps(new TlsHandshakeCallbackOptions
        {
            OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions
            {
                ServerCertificateContext = own.Context,
                ClientCertificateRequired = true,
#pragma warning disable CA5359 // What is shown is the point, not who signed it.
                RemoteCertificateValidationCallback = (_, _, _, _) => true,
#pragma warning restore CA5359
            }),
        }));
        service.Answer = context =>
        {
            shown = context.Connection.ClientCertificate?.GetNameInfo(X509NameType.SimpleName, false);
            return context.Response.WriteAsync("fine");
        };
        var checks = new ActiveHealthcheck { Timeout = 20, Type = HealthcheckType.Https, HttpsSni = "service.test", Healthy = new ActiveHealthy { Interval = 5 } };
        var row = new Upstream { Name = "pool", ClientCertificateId = Guid.NewGuid(), Healthchecks = new UpstreamHealthchecks { Active = checks } };
        var upstream = new CompiledUpstream(
            row, [new Target { Id = Guid.NewGuid(), Address = $"127.0.0.1:{service.Port}" }], Root.Issue("gateway.test").Load(), new UpstreamState());
        upstream.State.Follow(upstream, new Dictionary<string, ResolvedName>());
        Authority trusted = isTrusted ? Root : new Authority("other");
        var tls = new TlsOptions { Authorities = TrustedAuthorities.Of(trusted.Collection, withSystem: false) };
        using var probe = new HealthProbe(upstream, tls, TimeProvider.System);

        HealthReport? report = await probe.AskAsync(upstream.Peers().Peers[0], default);

        Assert.Equal(expected, report);
        Assert.Equal(isTrusted ? "gateway.test" : null, shown);
    }
}
