using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using KongLite.Gateway;
using KongLite.Gateway.Tls;
using KongLite.Sdk.Entities;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace KongLite.Tests.Gateway.Tls;

public sealed class UpstreamTlsTests
{
    private const string BadAnswer = "An invalid response was received from the upstream server";
    private static readonly Authority Root = new();

    [Theory]
    [InlineData("localhost", "root", HttpStatusCode.OK)]
    [InlineData("localhost", "other", HttpStatusCode.BadGateway)]
    [InlineData("localhost", "none", HttpStatusCode.BadGateway)]
    [InlineData("127.0.0.1", "root", HttpStatusCode.BadGateway)]
    public async Task Verifies_the_name_and_the_authority_when_the_service_says_so(string name, string trusted, HttpStatusCode expected)
    {
        await using EchoUpstream upstream = await TlsUpstreamAsync(Root.Issue("localhost"));
        await using ProxyHost host = await ProxyHost.StartAsync();
        Guid[] authorities = trusted switch
        {
            "root" => [await AddAsync(host, Root)],
            "other" => [await AddAsync(host, new Authority("other"))],
            _ => [],
        };
        await host.AddServiceAsync($"https://{name}:{upstream.Port}", service: Verified(authorities));
        host.Client.DefaultRequestHeaders.Add("Accept", "application/json");

        HttpResponseMessage answer = await host.Client.GetAsync("/");

        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal(expected == HttpStatusCode.BadGateway, (await answer.Content.ReadAsStringAsync()).Contains(BadAnswer, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"tls_verify":false}""")]
    public async Task Trusts_blindly_when_nobody_says_otherwise(string service)
    {
        await using EchoUpstream upstream = await TlsUpstreamAsync(Root.Issue("elsewhere.test"));
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url, service: service);

        Assert.Equal(HttpStatusCode.OK, (await host.Client.GetAsync("/")).StatusCode);
    }

    [Theory]
    [InlineData("GET", 0, 1)]
    [InlineData("GET", 1, 2)]
    [InlineData("POST", 1, 1)]
    public async Task Asks_a_service_that_hangs_up_as_often_as_it_allows(string method, int retries, int requests)
    {
        await using EchoUpstream upstream = await TlsUpstreamAsync(Root.Issue("localhost"));
        upstream.Answer = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url, service: $$"""{"retries":{{retries}}}""");

        HttpResponseMessage answer = await host.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/"));

        Assert.Equal((HttpStatusCode.BadGateway, requests), (answer.StatusCode, upstream.Count));
    }

    [Theory]
    [InlineData("{}", HttpStatusCode.BadGateway)]
    [InlineData("""{"tls_verify":false}""", HttpStatusCode.OK)]
    public async Task Asks_the_node_when_the_service_is_silent(string service, HttpStatusCode expected)
    {
        await using EchoUpstream upstream = await TlsUpstreamAsync(new Authority("other").Issue("localhost"));
        await using EchoUpstream good = await TlsUpstreamAsync(Root.Issue("localhost"));
        var tls = new TlsOptions { VerifiesServices = true, Authorities = TrustedAuthorities.Of(Root.Collection, withSystem: false) };
        await using ProxyHost host = await ProxyHost.StartAsync(new GatewayOptions { Tls = tls });
        await host.AddServiceAsync($"https://localhost:{upstream.Port}", "/other", service);
        await host.AddServiceAsync($"https://localhost:{good.Port}", "/good", service);

        Assert.Equal(expected, (await host.Client.GetAsync("/other")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await host.Client.GetAsync("/good")).StatusCode);
    }

    // As nginx 1.22 with OpenSSL 3 answers: the depth counts the authorities between the server's certificate and the trusted one.
    [Theory]
    [InlineData(0, "0", HttpStatusCode.OK)]
    [InlineData(1, "0", HttpStatusCode.BadGateway)]
    [InlineData(1, "1", HttpStatusCode.OK)]
    [InlineData(1, "null", HttpStatusCode.OK)]
    [InlineData(2, "1", HttpStatusCode.BadGateway)]
    [InlineData(2, "null", HttpStatusCode.BadGateway)]
    [InlineData(2, "2", HttpStatusCode.OK)]
    public async Task Takes_a_chain_of_the_depth_that_the_service_allows(int intermediates, string depth, HttpStatusCode expected)
    {
        Authority issuer = Root;
        for (int i = 0; i < intermediates; i++)
        {
            issuer = issuer.Intermediate($"middle {i}");
        }

        await using EchoUpstream upstream = await TlsUpstreamAsync(issuer.Issue("localhost"));
        await using ProxyHost host = await ProxyHost.StartAsync();
        JsonNode service = JsonNode.Parse(Verified(await AddAsync(host, Root)))!;
        service["tls_verify_depth"] = JsonNode.Parse(depth);
        await host.AddServiceAsync($"https://localhost:{upstream.Port}", service: service.ToJsonString());

        Assert.Equal(expected, (await host.Client.GetAsync("/")).StatusCode);
    }

    [Fact]
    public async Task Uses_no_connection_that_was_not_verified_once_it_verifies()
    {
        await using EchoUpstream upstream = await TlsUpstreamAsync(Root.Intermediate("middle").Issue("localhost"));
        await using ProxyHost host = await ProxyHost.StartAsync();
        Guid other = await AddAsync(host, new Authority("other"));
        Guid root = await AddAsync(host, Root);
        Service service = await host.AddServiceAsync($"https://localhost:{upstream.Port}");
        Assert.Equal(HttpStatusCode.OK, (await host.Client.GetAsync("/")).StatusCode);

        service = await host.ChangeAsync(service with { TlsVerify = true, CaCertificates = [other] });
        Assert.Equal(HttpStatusCode.BadGateway, (await host.Client.GetAsync("/")).StatusCode);
        await host.ChangeAsync(service with { TlsVerify = true, CaCertificates = [root] });
        Assert.Equal(HttpStatusCode.OK, (await host.Client.GetAsync("/")).StatusCode);
    }

    [Fact]
    public async Task Follows_a_changed_authority()
    {
        await using EchoUpstream upstream = await TlsUpstreamAsync(Root.Issue("localhost"));
        await using ProxyHost host = await ProxyHost.StartAsync();
        Guid id = await AddAsync(host, Root);
        await host.AddServiceAsync($"https://localhost:{upstream.Port}", service: Verified(id));
        Assert.Equal(HttpStatusCode.OK, (await host.Client.GetAsync("/")).StatusCode);

        await host.ChangeAsync(new CaCertificate { Id = id, Cert = new Authority("other").Pem });

        Assert.Equal(HttpStatusCode.BadGateway, (await host.Client.GetAsync("/")).StatusCode);
    }

    [Fact]
    public async Task Trusts_nobody_in_the_place_of_an_authority_that_does_not_exist()
    {
        await using EchoUpstream upstream = await TlsUpstreamAsync(Root.Issue("localhost"));
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync($"https://localhost:{upstream.Port}", service: Verified(Guid.NewGuid()));

        Assert.Equal(HttpStatusCode.BadGateway, (await host.Client.GetAsync("/")).StatusCode);
    }

    [Theory]
    [InlineData(true, HttpStatusCode.BadGateway)]
    [InlineData(false, HttpStatusCode.OK)]
    public async Task Fetches_nothing_that_a_certificate_points_at(bool verifies, HttpStatusCode expected)
    {
        Authority middle = Root.Intermediate("middle");
        await using EchoUpstream authority = await EchoUpstream.StartAsync();
        await using EchoUpstream upstream = await TlsUpstreamAsync(middle.Issue("localhost", withChain: false, issuerAt: authority.Url + "/middle.crt"));
        await using ProxyHost host = await ProxyHost.StartAsync();
        Guid root = await AddAsync(host, Root);
        await host.AddServiceAsync($"https://localhost:{upstream.Port}", service: verifies ? Verified(root) : "{}");

        Assert.Equal(expected, (await host.Client.GetAsync("/")).StatusCode);
        Assert.Equal(0, authority.Count);
    }

    [Theory]
    [InlineData(false, false, "node.test")]
    [InlineData(false, true, "upstream.test")]
    [InlineData(true, false, "service.test")]
    [InlineData(true, true, "service.test")]
    public async Task Shows_the_certificate_of_the_service_else_of_the_upstream_else_of_the_node(bool ofService, bool ofUpstream, string expected)
    {
        await using EchoUpstream service = await TlsUpstreamAsync(Root.Issue("localhost"));
        var tls = new TlsOptions { ClientCertificate = Root.Issue("node.test").Load() };
        await using ProxyHost host = await ProxyHost.StartAsync(new GatewayOptions { Tls = tls });
        Certificate first = await host.AddAsync<Certificate>(Root.Issue("service.test").Body());
        Certificate second = await host.AddAsync<Certificate>(Root.Issue("upstream.test").Body());
        await host.AddUpstreamAsync(ofUpstream ? Shows(second) : "{}", $"127.0.0.1:{service.Port}");
        await host.AddServiceAsync("https://pool", service: ofService ? Shows(first) : "{}");

        Assert.Equal(expected, await host.Client.GetStringAsync("/"));
    }

    [Fact]
    public async Task Shows_nothing_when_there_is_nothing_to_show()
    {
        await using EchoUpstream service = await TlsUpstreamAsync(Root.Issue("localhost"));
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(service.Url);

        Assert.Equal("nobody", await host.Client.GetStringAsync("/"));
    }

    [Fact]
    public async Task Shows_no_other_certificate_in_the_place_of_one_that_cannot_be_used()
    {
        await using EchoUpstream service = await TlsUpstreamAsync(Root.Issue("localhost"));
        var tls = new TlsOptions { ClientCertificate = Root.Issue("node.test").Load() };
        await using ProxyHost host = await ProxyHost.StartAsync(new GatewayOptions { Tls = tls });
        Certificate row = await host.AddAsync<Certificate>((Root.Issue("own.test") with { Key = "{vault://env/konglite-no-such-variable}" }).Body());
        await host.AddServiceAsync(service.Url, service: Shows(row));

        Assert.Equal("nobody", await host.Client.GetStringAsync("/"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Shows_a_renewed_certificate_at_once(bool ofService)
    {
        await using EchoUpstream service = await TlsUpstreamAsync(Root.Issue("localhost"));
        await using ProxyHost host = await ProxyHost.StartAsync();
        Certificate row = await host.AddAsync<Certificate>(Root.Issue("before.test").Body());
        await host.AddUpstreamAsync(ofService ? "{}" : Shows(row), $"127.0.0.1:{service.Port}");
        await host.AddServiceAsync("https://pool", service: ofService ? Shows(row) : "{}");
        Assert.Equal("before.test", await host.Client.GetStringAsync("/"));
        KeyPair renewed = Root.Issue("after.test");

        await host.ChangeAsync(row with { Cert = renewed.Cert, Key = renewed.Key });

        Assert.Equal("after.test", await host.Client.GetStringAsync("/"));
    }

    [Fact]
    public async Task Says_the_server_name_of_the_host_header()
    {
        string? said = null;
        await using EchoUpstream upstream = await TlsUpstreamAsync(Root.Issue("localhost"), name => said = name);
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url, route: """{"preserve_host":true}""");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { Host = "said.test:123" } };

        await host.Client.SendAsync(request);

        Assert.Equal("said.test", said);
    }

    [Fact]
    public async Task Carries_gRPC_over_TLS_on_both_sides()
    {
        await using EchoUpstream upstream = await TlsUpstreamAsync(Root.Issue("localhost"), protocols: HttpProtocols.Http2);
        upstream.Answer = async context =>
        {
            context.Response.ContentType = "application/grpc";
            await context.Response.Body.WriteAsync(new byte[] { 0, 0, 0, 0, 0 });
            context.Response.AppendTrailer("grpc-status", "0");
        };
        await using ProxyHost host = await ProxyHost.StartAsync(protocols: HttpProtocols.Http1AndHttp2, certificate: Root.Issue("own.test").Serve());
        await host.AddServiceAsync($"grpcs://localhost:{upstream.Port}", "/pkg.Svc/", route: """{"protocols":["grpcs"],"strip_path":false}""");
        using HttpClient client = Trusting();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(host.TlsAddress, "/pkg.Svc/Do"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent([0, 0, 0, 0, 0]),
        };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/grpc");

        HttpResponseMessage answer = await client.SendAsync(request);
        await answer.Content.ReadAsByteArrayAsync();

        Assert.Equal("0", answer.TrailingHeaders.GetValues("grpc-status").Single());
    }

    [Fact]
    public async Task Carries_a_websocket_over_TLS_on_both_sides()
    {
        await using EchoUpstream upstream = await TlsUpstreamAsync(Root.Issue("localhost"));
        upstream.Answer = async context =>
        {
            using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
            byte[] buffer = new byte[100];
            WebSocketReceiveResult received = await socket.ReceiveAsync(buffer, default);
            await socket.SendAsync(buffer.AsMemory(0, received.Count), WebSocketMessageType.Text, true, default);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default);
        };
        await using ProxyHost host = await ProxyHost.StartAsync(certificate: Root.Issue("own.test").Serve());
        await host.AddServiceAsync($"https://localhost:{upstream.Port}", service: Verified(await AddAsync(host, Root)));
        using var client = new ClientWebSocket();
        using var trusting = new HttpMessageInvoker(TrustingHandler());

        await client.ConnectAsync(new UriBuilder(host.TlsAddress) { Scheme = "wss" }.Uri, trusting, default);
        await client.SendAsync(Encoding.UTF8.GetBytes("ping"), WebSocketMessageType.Text, true, default);
        byte[] echo = new byte[100];
        WebSocketReceiveResult answer = await client.ReceiveAsync(echo, default);

        Assert.Equal("ping", Encoding.UTF8.GetString(echo, 0, answer.Count));
    }

    // It answers with the name of the certificate that it was shown.
    private static async Task<EchoUpstream> TlsUpstreamAsync(KeyPair pair, Action<string?>? named = null, HttpProtocols protocols = HttpProtocols.Http1)
    {
        TlsCertificate certificate = pair.Load();
        EchoUpstream upstream = await EchoUpstream.StartAsync(protocols, listen => listen.UseHttps(new TlsHandshakeCallbackOptions
        {
            OnConnection = context =>
            {
                named?.Invoke(context.ClientHelloInfo.ServerName);
                return ValueTask.FromResult(new System.Net.Security.SslServerAuthenticationOptions
                {
                    ServerCertificateContext = certificate.Context,
                    ClientCertificateRequired = true,
#pragma warning disable CA5359 // What is shown is the point, not who signed it.
                    RemoteCertificateValidationCallback = (_, _, _, _) => true,
#pragma warning restore CA5359
                });
            },
        }));
        upstream.Answer = context => context.Response.WriteAsync(
            context.Connection.ClientCertificate?.GetNameInfo(System.Security.Cryptography.X509Certificates.X509NameType.SimpleName, false) ?? "nobody");
        return upstream;
    }

    private static async Task<Guid> AddAsync(ProxyHost host, Authority authority) =>
        (await host.AddAsync<CaCertificate>(new JsonObject { ["cert"] = authority.Pem }.ToJsonString())).Id;

    private static string Verified(params Guid[] authorities) => new JsonObject
    {
        ["retries"] = 0,
        ["tls_verify"] = true,
        ["ca_certificates"] = new JsonArray([.. authorities.Select(id => JsonValue.Create(id.ToString("D")))]),
    }.ToJsonString();

    private static string Shows(Certificate certificate) =>
        new JsonObject { ["client_certificate"] = new JsonObject { ["id"] = certificate.Id.ToString("D") } }.ToJsonString();

    private static HttpClient Trusting() => new(TrustingHandler());

    private static SocketsHttpHandler TrustingHandler()
    {
        var handler = new SocketsHttpHandler();
#pragma warning disable CA5359 // The other side is looked at.
        handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        return handler;
    }
}
