using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using System.Text.Json.Nodes;
using KongLite.Gateway.Tls;
using KongLite.Sdk.Entities;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KongLite.Tests.Gateway.Tls;

public sealed class ServerTlsTests
{
    private const string Ed25519Key =
        """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEIK0sVauiIFYfqhNlPV2mzg8joQ1SHdG6UNJ7VVgRELNg
        -----END PRIVATE KEY-----
        """;

    private const string Ed25519Certificate =
        """
        -----BEGIN CERTIFICATE-----
        MIIBOjCB7aADAgECAhRl33lrWAGutQlUONMlxfzF6wIlZDAFBgMrZXAwEjEQMA4G
        A1UEAwwHZWQudGVzdDAgFw0yNjExMjMwMTQ1MjRaGA8yMTI2MTAzMDAxNDUyNFow
        EjEQMA4GA1UEAwwHZWQudGVzdDAqMAUGAytlcAMhAPzQkpNwOs7TdgQ7FMBWOBZy
        0ZxN1dxOQ4Hm9qgzR9kso1MwUTAdBgNVHQ4EFgQUC/J66wj8PuYVSbHRl6L5hhfP
        DdUwHwYDVR0jBBgwFoAUC/J66wj8PuYVSbHRl6L5hhfPDdUwDwYDVR0TAQH/BAUw
        AwEB/zAFBgMrZXADQQCc/DxNedDKBPqskzTCyqF+SjiJbmAwyUi2qvF3sYER2ISe
        JIOCoGY1SGc/kmz7SHJGlcfVIxrJpS40C/afdKwA
        -----END CERTIFICATE-----
        """;

    private static readonly Authority Root = new();
    private static readonly Lazy<KeyPair> Own = new(() => Root.Issue("own.test"));

    [Theory]
    [InlineData("a.test", "a.test")]
    [InlineData("b.test", "own.test")]
    [InlineData("x.w.test", "w.test")]
    [InlineData(null, "own.test")]
    public async Task Shows_the_certificate_of_the_server_name(string? name, string expected)
    {
        await using ProxyHost host = await ProxyHost.StartAsync(certificate: Own.Value.Serve());
        await AddAsync(host, Root.Issue("a.test"), "a.test");
        await AddAsync(host, Root.Issue("w.test"), "*.w.test");

        Assert.Equal(expected, await TlsClient.ShownAsync(host.TlsAddress, name));
    }

    [Fact]
    public async Task Sends_the_chain_that_is_given_with_the_certificate()
    {
        await using ProxyHost host = await ProxyHost.StartAsync(certificate: Own.Value.Serve());
        await AddAsync(host, new Authority("far").Intermediate("middle").Intermediate("near").Issue("a.test"), "a.test");

        await using TlsClient client = await TlsClient.ConnectAsync(host.TlsAddress, "a.test");

        Assert.Equal(["near", "middle"], client.Chain);
    }

    [Fact]
    public async Task Shows_a_changed_certificate_to_new_connections_and_keeps_open_ones()
    {
        await using ProxyHost host = await ProxyHost.StartAsync(certificate: Own.Value.Serve());
        Certificate row = await AddAsync(host, Root.Issue("before.test"), "a.test");
        await using TlsClient open = await TlsClient.ConnectAsync(host.TlsAddress, "a.test");
        KeyPair renewed = Root.Issue("after.test");

        await host.ChangeAsync(row with { Cert = renewed.Cert, Key = renewed.Key });

        Assert.Equal("after.test", await TlsClient.ShownAsync(host.TlsAddress, "a.test"));
        Assert.StartsWith("HTTP/1.1 404 ", await AskAsync(open), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shows_its_own_certificate_when_the_name_is_gone()
    {
        await using ProxyHost host = await ProxyHost.StartAsync(certificate: Own.Value.Serve());
        Certificate row = await host.AddAsync<Certificate>(Root.Issue("a.test").Body());
        Sni sni = await AddNameAsync(host, row, "a.test");
        Assert.Equal("a.test", await TlsClient.ShownAsync(host.TlsAddress, "a.test"));

        await host.RemoveAsync<Sni>(sni.Id);

        Assert.Equal("own.test", await TlsClient.ShownAsync(host.TlsAddress, "a.test"));
    }

    [Fact]
    public async Task Compiles_a_certificate_once()
    {
        await using ProxyHost host = await ProxyHost.StartAsync(certificate: Own.Value.Serve());
        await AddAsync(host, Root.Issue("a.test"), "a.test");
        ServerCertificate? before = host.State.Current.Certificates.Find("a.test");

        await AddAsync(host, Root.Issue("b.test"), "b.test");

        Assert.NotNull(before);
        Assert.Same(before, host.State.Current.Certificates.Find("a.test"));
    }

    [Fact]
    public async Task Logs_a_certificate_that_it_cannot_use_and_serves_the_others()
    {
        using var log = new LogLines();
        await using ProxyHost host = await ProxyHost.StartAsync(
            certificate: Own.Value.Serve(), services: services => services.AddLogging(logging => logging.AddProvider(log)));
        await AddAsync(host, new KeyPair(Ed25519Certificate, Ed25519Key), "ed.test");
        await AddAsync(host, new KeyPair(Ed25519Certificate, "{vault://env/konglite-no-such-variable}"), "vault.test");
        await AddAsync(host, Root.Issue("a.test"), "a.test");

        Assert.Equal("own.test", await TlsClient.ShownAsync(host.TlsAddress, "ed.test"));
        Assert.Equal("own.test", await TlsClient.ShownAsync(host.TlsAddress, "vault.test"));
        Assert.Equal("a.test", await TlsClient.ShownAsync(host.TlsAddress, "a.test"));
        Assert.Equal(2, log.Of(LogLevel.Error).Count(line => line.Contains("cannot be used", StringComparison.Ordinal)));
        Assert.DoesNotContain(log.All, line => line.Text.Contains("MC4CAQAwBQYDK2Vw", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, SslProtocols.Tls12, "rsa.test")]
    [InlineData(TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, SslProtocols.Tls12, "ecdsa.test")]
    [InlineData(TlsCipherSuite.TLS_AES_128_GCM_SHA256, SslProtocols.Tls13, "ecdsa.test")]
    public async Task Shows_the_certificate_of_a_pair_that_the_client_can_verify(TlsCipherSuite suite, SslProtocols version, string expected)
    {
        await using ProxyHost host = await ProxyHost.StartAsync(certificate: Own.Value.Serve());
        Certificate row = await host.AddAsync<Certificate>(Root.Issue("rsa.test", rsa: true).Body(Root.Issue("ecdsa.test")));
        await AddNameAsync(host, row, "a.test");

        string shown = await TlsClient.ShownAsync(host.TlsAddress, "a.test", options => TlsClient.Only(options, suite, version));

        Assert.Equal(expected, shown);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("\u0016\u0003\u0001\u0000\u0004\u0001\u0000\u0000\u0000")]
    [InlineData("\u0016\u0003\u0001\u0000\u0000")]
    [InlineData("\u0016\u0003\u0001\u00ff\u00ff")]
    public async Task Ends_connections_that_do_not_begin_as_TLS(string bytes)
    {
        await using ProxyHost host = await ProxyHost.StartAsync(
            certificate: new ServerCertificate(Own.Value.Load(), Root.Issue("rsa.test", rsa: true).Load()));
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, host.TlsAddress.Port);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(bytes));
        client.Client.Shutdown(SocketShutdown.Send);

        await DrainAsync(stream).WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal("own.test", await TlsClient.ShownAsync(host.TlsAddress, null));
    }

    [Theory]
    [InlineData(HttpProtocols.Http1AndHttp2, "h2")]
    [InlineData(HttpProtocols.Http1, "http/1.1")]
    public async Task Negotiates_the_protocols_of_the_listener(HttpProtocols protocols, string expected)
    {
        await using ProxyHost host = await ProxyHost.StartAsync(protocols: protocols, certificate: Own.Value.Serve());
        await AddAsync(host, Root.Issue("a.test"), "a.test");

        await using TlsClient client = await TlsClient.ConnectAsync(
            host.TlsAddress, "a.test", options => options.ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11]);

        Assert.Equal(("a.test", expected), (client.Name, client.Stream.NegotiatedApplicationProtocol.ToString()));
    }

    [Theory]
    [InlineData("a.test", HttpStatusCode.OK)]
    [InlineData("b.test", HttpStatusCode.NotFound)]
    public async Task Routes_by_the_server_name_of_the_handshake(string name, HttpStatusCode expected)
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync(certificate: Own.Value.Serve());
        await host.AddServiceAsync(upstream.Url, route: """{"protocols":["https"],"snis":["a.test"],"paths":null}""");
        await using TlsClient client = await TlsClient.ConnectAsync(host.TlsAddress, name);

        Assert.StartsWith($"HTTP/1.1 {(int)expected} ", await AskAsync(client), StringComparison.Ordinal);
    }

    private static async Task<Certificate> AddAsync(ProxyHost host, KeyPair pair, string name)
    {
        Certificate row = await host.AddAsync<Certificate>(pair.Body());
        await AddNameAsync(host, row, name);
        return row;
    }

    private static Task<Sni> AddNameAsync(ProxyHost host, Certificate row, string name) => host.AddAsync<Sni>(
        new JsonObject { ["name"] = name, ["certificate"] = new JsonObject { ["id"] = row.Id.ToString("D") } }.ToJsonString());

    private static async Task<string> AskAsync(TlsClient client)
    {
        await client.Stream.WriteAsync("GET / HTTP/1.1\r\nHost: other.test\r\nConnection: close\r\n\r\n"u8.ToArray());
        using var reader = new StreamReader(client.Stream, Encoding.Latin1);
        return await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(20));
    }

    private static async Task DrainAsync(NetworkStream stream)
    {
        byte[] buffer = new byte[1024];
        try
        {
            while (await stream.ReadAsync(buffer) > 0)
            {
            }
        }
        catch (IOException)
        {
            // Closed with what was sent unread.
        }
    }
}
