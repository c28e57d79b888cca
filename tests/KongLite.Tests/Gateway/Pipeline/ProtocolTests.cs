using System.Net;
using KongLite.Gateway;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace KongLite.Tests.Gateway.Pipeline;

public sealed class ProtocolTests
{
    [Fact]
    public async Task Demands_https()
    {
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync("http://127.0.0.1:1", route: """{"protocols":["https"]}""");

        string answer = await host.SendAsync("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 426 ", answer, StringComparison.Ordinal);
        Assert.Contains("Connection: close, Upgrade\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("Upgrade: TLS/1.2, HTTP/1.1\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\"message\":\"Please use HTTPS protocol\"", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Sends_the_client_to_https(int status)
    {
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync("http://127.0.0.1:1", route: $$"""{"protocols":["https"],"https_redirect_status_code":{{status}}}""");
        host.Client.DefaultRequestHeaders.Host = "RE.test:8080";

        HttpResponseMessage answer = await host.Client.GetAsync("/x?a=1&b=%20");

        Assert.Equal((status, "https://re.test/x?a=1&b=%20"), ((int)answer.StatusCode, answer.Headers.Location?.OriginalString));
        Assert.Contains($"<title>{status} ", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Believes_a_trusted_peer_about_https()
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync(new GatewayOptions { TrustedIps = ["127.0.0.1"] });
        await host.AddServiceAsync(upstream.Url, route: """{"protocols":["https"]}""");
        host.Client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");

        Assert.Equal(HttpStatusCode.OK, (await host.Client.GetAsync("/")).StatusCode);
    }

    [Theory]
    [InlineData("application/json", 415, "Non-gRPC request matched gRPC route")]
    [InlineData("application/grpc", 426, "Please use HTTP2 protocol")]
    public async Task Wants_gRPC_over_HTTP_2(string type, int status, string message)
    {
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync("grpc://127.0.0.1:1", "/pkg.Svc/", route: """{"protocols":["grpc","grpcs"],"strip_path":false}""");
        var content = new ByteArrayContent([1]);
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        HttpResponseMessage answer = await host.Client.PostAsync("/pkg.Svc/Do", content);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Contains(message, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        IEnumerable<string> upgrade = answer.Headers.Connection.Concat(answer.Headers.Upgrade.Select(each => each.ToString()));
        Assert.Equal(status == 426 ? ["keep-alive", "Upgrade", "HTTP/2"] : [], upgrade);
    }

    [Fact]
    public async Task Tells_a_gRPC_client_in_the_clear_that_the_route_wants_TLS()
    {
        await using ProxyHost host = await ProxyHost.StartAsync(protocols: HttpProtocols.Http2);
        await host.AddServiceAsync("grpc://127.0.0.1:1", "/pkg.Svc/", route: """{"protocols":["grpcs"],"strip_path":false}""");
        var request = new HttpRequestMessage(HttpMethod.Post, "/pkg.Svc/Do") { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = new ByteArrayContent([1]) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/grpc");

        HttpResponseMessage answer = await host.Client.SendAsync(request);

        Assert.Equal((HttpStatusCode.OK, "1"), (answer.StatusCode, answer.Headers.GetValues("grpc-status").Single()));
        Assert.Equal("gRPC request matched gRPCs route", answer.Headers.GetValues("grpc-message").Single());
        Assert.Equal("application/grpc", answer.Content.Headers.ContentType?.ToString());
    }

    [Fact]
    public async Task Answers_for_a_route_without_a_service()
    {
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddAsync<KongLite.Sdk.Entities.Route>("""{"paths":["/lonely"]}""");

        HttpResponseMessage answer = await host.Client.GetAsync("/lonely");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("no Service found with those values", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.True(answer.Headers.Contains("X-Kong-Response-Latency"));
    }
}
