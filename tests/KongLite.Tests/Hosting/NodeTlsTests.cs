using System.Net;
using System.Net.Http.Json;
using System.Net.Security;
using System.Security.Authentication;
using KongLite.Testing;
using KongLite.Tests.Gateway;
using KongLite.Tests.Gateway.Tls;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace KongLite.Tests.Hosting;

public sealed class NodeTlsTests
{
    private static readonly Authority Root = new();

    [Fact]
    public async Task Shows_certificates_of_the_store_on_the_proxy_alone()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(
            new Dictionary<string, string> { ["admin_listen"] = "127.0.0.1:0, 127.0.0.1:0 ssl" });
        KeyPair pair = Root.Issue("a.test");

        using HttpResponseMessage added = await gateway.Admin.PostAsJsonAsync(
            "/certificates", new { cert = pair.Cert, key = pair.Key, snis = new[] { "a.test" } });

        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        Assert.Equal("a.test", await TlsClient.ShownAsync(gateway.ProxySslUri, "a.test"));
        Assert.Equal("localhost", await TlsClient.ShownAsync(gateway.ProxySslUri, "b.test"));
        Assert.Equal("localhost", await TlsClient.ShownAsync(gateway.AdminSslUri, "a.test"));
    }

    [Theory]
    [InlineData("TLSv1.2", SslProtocols.Tls12)]
    [InlineData("TLSv1.1 TLSv1.3", SslProtocols.Tls13)]
    public async Task Speaks_the_versions_that_it_is_told(string versions, SslProtocols expected)
    {
        await using TestGateway gateway = await TestGateway.StartAsync(new Dictionary<string, string> { ["ssl_protocols"] = versions });

        await using TlsClient client = await TlsClient.ConnectAsync(gateway.ProxySslUri, "a.test");

        Assert.Equal(expected, client.Stream.SslProtocol);
        await Assert.ThrowsAnyAsync<Exception>(() => TlsClient.ShownAsync(
            gateway.ProxySslUri,
            "a.test",
            options => options.EnabledSslProtocols = (SslProtocols.Tls12 | SslProtocols.Tls13) & ~expected));
    }

    [Theory]
    [InlineData("modern", null, TlsCipherSuite.TLS_AES_128_GCM_SHA256, true)]
    [InlineData("modern", null, TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, false)]
    [InlineData("intermediate", null, TlsCipherSuite.TLS_AES_256_GCM_SHA384, true)]
    [InlineData("intermediate", null, TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, true)]
    [InlineData("intermediate", null, TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, false)]
    [InlineData("old", null, TlsCipherSuite.TLS_AES_128_GCM_SHA256, true)]
    [InlineData("old", null, TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, true)]
    [InlineData("old", "AES128-SHA", TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, true)]
    [InlineData("fips", null, TlsCipherSuite.TLS_AES_128_GCM_SHA256, false)]
    [InlineData("fips", null, TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, true)]
    [InlineData("fips", null, TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, false)]
    [InlineData("custom", null, TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA, true)]
    [InlineData("custom", "ECDHE-ECDSA-AES128-SHA256:odd", TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256, true)]
    [InlineData("custom", "ECDHE-ECDSA-AES128-SHA256:odd", TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, false)]
    [InlineData("custom", "ECDHE-ECDSA-AES128-SHA256", TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256, true)]
    public async Task Serves_the_suites_that_it_is_told(string suite, string? ciphers, TlsCipherSuite offered, bool isServed)
    {
        await using TestGateway gateway = await TestGateway.StartAsync(
            new Dictionary<string, string> { ["ssl_cipher_suite"] = suite, ["ssl_ciphers"] = ciphers ?? string.Empty });

        // The suite decides on the version.
        Task<TlsClient> connecting = TlsClient.ConnectAsync(gateway.ProxySslUri, "a.test", options => TlsClient.Only(options, offered, SslProtocols.None));

        if (isServed)
        {
            await using TlsClient client = await connecting;
            Assert.Equal(offered, client.Stream.NegotiatedCipherSuite);
        }
        else
        {
            await Assert.ThrowsAnyAsync<Exception>(() => connecting);
        }
    }

    [Theory]
    [InlineData("nginx_proxy_proxy_ssl_trusted_certificate", "root", HttpStatusCode.OK)]
    [InlineData("lua_ssl_trusted_certificate", "root", HttpStatusCode.BadGateway)]
    [InlineData("nginx_proxy_proxy_ssl_verify_depth", "0", HttpStatusCode.BadGateway)]
    [InlineData("nginx_proxy_proxy_ssl_verify_depth", "1", HttpStatusCode.OK)]
    [InlineData("lua_ssl_verify_depth", "0", HttpStatusCode.OK)]
    public async Task Services_have_authorities_and_a_depth_of_their_own(string name, string value, HttpStatusCode expected)
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync(tls: listen => listen.UseHttps(new TlsHandshakeCallbackOptions
        {
            OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions
            {
                ServerCertificateContext = Root.Intermediate("middle").Issue("localhost").Load().Context,
            }),
        }));
        var settings = new Dictionary<string, string>
        {
            ["nginx_proxy_proxy_ssl_verify"] = "on",
            ["nginx_proxy_proxy_ssl_trusted_certificate"] = name == "lua_ssl_trusted_certificate" ? new Authority("other").Pem : Root.Pem,
            ["nginx_proxy_proxy_ssl_verify_depth"] = "1",
        };
        settings[name] = value == "root" ? Root.Pem : value;
        await using TestGateway gateway = await TestGateway.StartAsync(settings);
        await gateway.Admin.PostAsJsonAsync("/services", new { name = "s", url = $"https://localhost:{upstream.Port}", retries = 0 });
        await gateway.Admin.PostAsJsonAsync("/services/s/routes", new { paths = new[] { "/" } });

        Assert.Equal(expected, (await gateway.Proxy.GetAsync("/")).StatusCode);
        Assert.Equal(expected, (await gateway.Proxy.GetAsync("/")).StatusCode);
    }

    [Theory]
    [InlineData("client_ssl", "on", "gateway.test")]
    [InlineData("client_ssl", "off", "nobody")]
    [InlineData("nginx_proxy_proxy_ssl_verify", "on", "gateway.test")]
    public async Task Shows_services_its_certificate_and_takes_theirs(string name, string value, string expected)
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync(tls: listen => listen.UseHttps(https =>
        {
            KeyPair own = Root.Issue("localhost");
            https.ServerCertificate = own.Load().Context.TargetCertificate;
            https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
            https.AllowAnyClientCertificate();
        }));
        upstream.Answer = context => context.Response.WriteAsync(context.Connection.ClientCertificate?.Subject.Replace("CN=", string.Empty, StringComparison.Ordinal) ?? "nobody");
        KeyPair shown = Root.Issue("gateway.test");
        var settings = new Dictionary<string, string>
        {
            ["client_ssl"] = "on",
            ["client_ssl_cert"] = shown.Cert,
            ["client_ssl_cert_key"] = shown.Key,
            ["lua_ssl_trusted_certificate"] = Root.Pem,
        };
        settings[name] = value;
        await using TestGateway gateway = await TestGateway.StartAsync(settings);
        await gateway.Admin.PostAsJsonAsync("/services", new { name = "s", url = $"https://localhost:{upstream.Port}" });
        await gateway.Admin.PostAsJsonAsync("/services/s/routes", new { paths = new[] { "/" } });

        Assert.Equal(expected, await gateway.Proxy.GetStringAsync("/"));
    }

    [Theory]
    [InlineData("system", HttpStatusCode.BadGateway)]
    [InlineData("root", HttpStatusCode.OK)]
    [InlineData("system and root", HttpStatusCode.OK)]
    public async Task Trusts_the_authorities_that_it_is_told(string trusted, HttpStatusCode expected)
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync(
            tls: listen => listen.UseHttps(Root.Issue("localhost").Load().Context.TargetCertificate));
        await using TestGateway gateway = await TestGateway.StartAsync(new Dictionary<string, string>
        {
            ["nginx_proxy_proxy_ssl_verify"] = "on",
            ["lua_ssl_trusted_certificate"] = trusted.Replace(" and ", ",", StringComparison.Ordinal).Replace("root", Root.Pem, StringComparison.Ordinal),
        });
        await gateway.Admin.PostAsJsonAsync("/services", new { name = "s", url = $"https://localhost:{upstream.Port}", retries = 0 });
        await gateway.Admin.PostAsJsonAsync("/services/s/routes", new { paths = new[] { "/" } });

        Assert.Equal(expected, (await gateway.Proxy.GetAsync("/")).StatusCode);
    }

    [Fact]
    public async Task Shows_the_second_certificate_of_the_settings_to_clients_that_cannot_verify_the_first()
    {
        KeyPair first = Root.Issue("ecdsa.test");
        KeyPair second = Root.Issue("rsa.test", rsa: true);
        await using TestGateway gateway = await TestGateway.StartAsync(new Dictionary<string, string>
        {
            ["ssl_cert"] = $"{first.Cert},{second.Cert}",
            ["ssl_cert_key"] = $"{first.Key},{second.Key}",
        });

        Assert.Equal("ecdsa.test", await TlsClient.ShownAsync(gateway.ProxySslUri, null));
        Assert.Equal("rsa.test", await TlsClient.ShownAsync(gateway.ProxySslUri, null, TlsClient.OnlyRsa));
    }

    [Theory]
    [InlineData("client_ssl_cert", "no-such.pem", "client_ssl_cert: failed loading certificate from no-such.pem")]
    [InlineData("client_ssl_cert_key", "no-such.key", "client_ssl_cert_key: failed loading key from no-such.key")]
    [InlineData("client_ssl_cert", "", "client_ssl_cert must be specified")]
    [InlineData("client_ssl_cert_key", "", "client_ssl_cert_key must be specified")]
    public async Task Does_not_start_with_half_a_certificate_for_services(string name, string value, string message)
    {
        KeyPair pair = Root.Issue("gateway.test");
        var settings = new Dictionary<string, string> { ["client_ssl"] = "on", ["client_ssl_cert"] = pair.Cert, ["client_ssl_cert_key"] = pair.Key };
        settings[name] = value;

        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(() => TestGateway.StartAsync(settings));

        Assert.Equal(message, error.Message);
    }
}
