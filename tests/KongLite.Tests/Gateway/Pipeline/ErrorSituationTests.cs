using System.Net.Http.Headers;
using System.Net.Security;
using KongLite.Gateway;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Exchanges;
using KongLite.Tests.Gateway.Tls;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace KongLite.Tests.Gateway.Pipeline;

/// <summary>Every situation that the gateway answers by itself, in every form, over every protocol.</summary>
public sealed class ErrorSituationTests
{
    private const string Own = "server x-kong-request-id x-kong-response-latency";
    private const string Proxied = "server via x-kong-proxy-latency x-kong-request-id x-kong-upstream-latency";
    private static readonly KeyPair Certificate = new Authority().Issue("localhost");

    private static readonly (string Path, int Status, string Message, string Headers)[] Situations =
    [
        ("/none", 404, "no Route matched with those values", Own),
        ("/lonely", 503, "no Service found with those values", Own),
        ("/peerless", 503, "failure to get a peer from the ring-balancer", Own),
        ("/nameless", 503, "name resolution failed", Own),
        ("/throws", 500, "An unexpected error occurred", Own),
        ("/barred", 401, "Unauthorized", Own),
        ("/dead", 502, "An invalid response was received from the upstream server", Proxied),
        ("/slow", 504, "The upstream server is timing out", Proxied),
    ];

    [Theory]
    [InlineData("http", "1.1", "application/json", "application/json", "{\n  \"message\":\"%m\",\n  \"request_id\":\"%r\"\n}")]
    [InlineData("https", "1.1", "Text/HTML;q=0.9, text/plain;q=0.8", "text/html", "<p>%m.</p>\n    <p>request_id: %r</p>")]
    [InlineData("https", "2.0", "application/json", "application/json", "{\n  \"message\":\"%m\",\n  \"request_id\":\"%r\"\n}")]
    [InlineData("https", "2.0", "application/xml", "application/xml", "<message>%m</message>\n  <requestid>%r</requestid>")]
    [InlineData("http", "1.1", "application/xml, text/html;q=0.1", "application/xml", "<message>%m</message>\n  <requestid>%r</requestid>")]
    [InlineData("https", "2.0", "text/*", "text/plain", "%m\nrequest_id: %r\n")]
    [InlineData("http", "1.1", "application/grpc", "application/json", "{\n  \"message\":\"%m\",\n  \"request_id\":\"%r\"\n}")]
    public async Task Has_its_status_text_and_headers(string scheme, string version, string accept, string type, string text)
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        upstream.Answer = context => Task.Delay(Timeout.Infinite, context.RequestAborted);
        await using ProxyHost host = await StartAsync(upstream);
        using HttpClient client = Client();

        foreach ((string path, int status, string message, string headers) in Situations)
        {
            using HttpRequestMessage request = Request(host, scheme, version, path);
            request.Headers.TryAddWithoutValidation("Accept", accept);

            using HttpResponseMessage answer = await client.SendAsync(request);

            string id = Assert.Single(answer.Headers.GetValues("X-Kong-Request-Id"));
            string page = text.Replace("%m", message, StringComparison.Ordinal).Replace("%r", id, StringComparison.Ordinal);
            Assert.Equal((path, status, $"{type}; charset=utf-8"), (path, (int)answer.StatusCode, answer.Content.Headers.ContentType?.ToString()));
            Assert.Contains(page, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            Assert.Equal(headers, Names(answer));
            Assert.Equal(NodeInfo.ServerToken, Assert.Single(answer.Headers.GetValues("Server")));
        }
    }

    [Fact]
    public async Task Is_told_to_gRPC_in_headers()
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        upstream.Answer = context => Task.Delay(Timeout.Infinite, context.RequestAborted);
        await using ProxyHost host = await StartAsync(upstream);
        using HttpClient client = Client();

        foreach ((string path, int status, string message, string headers) in Situations.Where(each => each.Headers == Own))
        {
            using HttpRequestMessage request = Request(host, "https", "2.0", path);
            request.Method = HttpMethod.Post;
            request.Content = new ByteArrayContent([]);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/grpc+proto");

            using HttpResponseMessage answer = await client.SendAsync(request);

            Assert.Equal(
                (path, status, "application/grpc", 0),
                (path, (int)answer.StatusCode, answer.Content.Headers.ContentType?.ToString(), answer.Content.Headers.ContentLength));
            Assert.Equal(message, Assert.Single(answer.Headers.GetValues("grpc-message")));
            Assert.Equal($"{status switch { 404 => 5, 503 => 14, 401 => 16, _ => 13 }}", Assert.Single(answer.Headers.GetValues("grpc-status")));
            Assert.Equal($"grpc-message grpc-status {headers}", Names(answer));
        }
    }

    [Theory]
    [InlineData("access:exit", 403, "7", "no")]
    [InlineData("access:bare:429", 429, "8", "ResourceExhausted")]
    [InlineData("access:bare:503", 503, "14", "Unavailable")]
    [InlineData("access:bare:418", 418, "3", "InvalidArgument")]
    [InlineData("access:bare:204", 204, "0", "OK")]
    public async Task Exits_are_told_to_gRPC_in_headers_too(string act, int status, string grpcStatus, string message)
    {
        await using ProxyHost host = await ProxyHost.StartAsync(protocols: HttpProtocols.Http1AndHttp2, certificate: Certificate.Serve());
        await host.AddServiceAsync("http://127.0.0.1:1");
        await host.AddPluginAsync("probe-high", $$"""{"act":"{{act}}"}""");
        using HttpClient client = Client();
        using HttpRequestMessage request = Request(host, "https", "2.0", "/");
        request.Method = HttpMethod.Post;
        request.Content = new ByteArrayContent([]);
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/grpc");

        using HttpResponseMessage answer = await client.SendAsync(request);

        Assert.Equal((status, grpcStatus, message), ((int)answer.StatusCode, Assert.Single(answer.Headers.GetValues("grpc-status")), Assert.Single(answer.Headers.GetValues("grpc-message"))));
        Assert.Equal(("application/grpc", string.Empty), (answer.Content.Headers.ContentType?.ToString(), await answer.Content.ReadAsStringAsync()));
    }

    [Theory]
    [InlineData("/dead", 502)]
    [InlineData("/slow", 504)]
    public async Task A_failed_try_has_a_status_of_its_own(string path, int status)
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        upstream.Answer = context => Task.Delay(Timeout.Infinite, context.RequestAborted);
        await using ProxyHost host = await StartAsync(upstream, new NodeInfo { Headers = ResponseHeaders.UpstreamStatus });

        using HttpResponseMessage answer = await host.Client.GetAsync(path);

        Assert.Equal($"{status}", Assert.Single(answer.Headers.GetValues("X-Kong-Upstream-Status")));
        Assert.Equal("x-kong-upstream-status", Names(answer));
    }

    [Theory]
    [InlineData("application/json", "application/json")]
    [InlineData("text/html; charset=utf-8", "text/html")]
    [InlineData(null, "application/xml")]
    public async Task A_failed_try_is_told_in_the_form_of_the_request_or_of_the_setting(string? sent, string expected)
    {
        await using ProxyHost host = await ProxyHost.StartAsync(new GatewayOptions { ErrorDefaultType = "application/xml" });
        await host.AddServiceAsync("http://127.0.0.1:1", service: """{"retries":0}""");
        var content = new ByteArrayContent([1]);
        content.Headers.ContentType = sent is null ? null : MediaTypeHeaderValue.Parse(sent);

        using HttpResponseMessage answer = await host.Client.PostAsync("/", content);

        Assert.Equal((502, $"{expected}; charset=utf-8"), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.ToString()));
    }

    [Theory]
    [InlineData("access:typed", 400, "application/xml; charset=utf-8", "<message>Bad request</message>")]
    [InlineData("access:chunked", 200, null, "text")]
    public async Task A_plugins_type_counts_and_its_coding_does_not(string act, int status, string? type, string text)
    {
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync("http://127.0.0.1:1");
        await host.AddPluginAsync("probe-high", $$"""{"act":"{{act}}"}""");

        using HttpResponseMessage answer = await host.Client.GetAsync("/");

        string body = await answer.Content.ReadAsStringAsync();
        Assert.Equal((status, type, false), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.ToString(), answer.Headers.TransferEncodingChunked == true));
        Assert.Equal(body.Length, answer.Content.Headers.ContentLength);
        Assert.Contains(text, body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_try_is_seen_by_the_plugins_of_its_route()
    {
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync("http://127.0.0.1:1", "/dead", service: """{"retries":0}""");
        await host.AddPluginAsync("probe-high", """{"tag":"route"}""", route: host.LastRoute!.Id);
        await host.AddPluginAsync("probe-low", """{"tag":"all"}""");

        using HttpResponseMessage routed = await host.Client.GetAsync("/dead");
        using HttpResponseMessage unrouted = await host.Client.GetAsync("/none");

        Assert.Equal(["route", "all"], routed.Headers.GetValues("X-Filtered"));
        Assert.Equal(["all"], unrouted.Headers.GetValues("X-Filtered"));
    }

    [Theory]
    [InlineData(302, "Moved Temporarily")]
    [InlineData(400, "Bad Request")]
    [InlineData(405, "Not Allowed")]
    [InlineData(413, "Request Entity Too Large")]
    [InlineData(414, "Request-URI Too Large")]
    [InlineData(416, "Requested Range Not Satisfiable")]
    [InlineData(429, "Too Many Requests")]
    [InlineData(503, "Service Temporarily Unavailable")]
    [InlineData(504, "Gateway Time-out")]
    public async Task The_phrase_on_the_status_line_is_that_of_nginx(int status, string phrase)
    {
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync("http://127.0.0.1:1");
        await host.AddPluginAsync("probe-high", $$"""{"act":"access:bare:{{status}}"}""");

        using HttpResponseMessage answer = await host.Client.GetAsync("/");

        Assert.Equal((status, phrase), ((int)answer.StatusCode, answer.ReasonPhrase));
    }

    private static async Task<ProxyHost> StartAsync(EchoUpstream upstream, NodeInfo? node = null)
    {
        ProxyHost host = await ProxyHost.StartAsync(node: node, protocols: HttpProtocols.Http1AndHttp2, certificate: Certificate.Serve());
        await host.AddAsync<Route>("""{"paths":["/lonely"]}""");
        await host.AddAsync<Upstream>("""{"name":"pool"}""");
        await host.AddServiceAsync("http://pool", "/peerless");
        await host.AddServiceAsync("http://nothing.invalid", "/nameless");
        await host.AddServiceAsync("http://127.0.0.1:1", "/dead", service: """{"retries":0}""");
        await host.AddServiceAsync(upstream.Url, "/slow", service: """{"retries":0,"read_timeout":1}""");
        await host.AddServiceAsync("http://127.0.0.1:1", "/throws");
        await host.AddPluginAsync("probe-high", """{"act":"access:throw"}""", route: host.LastRoute!.Id);
        await host.AddServiceAsync("http://127.0.0.1:1", "/barred");
        await host.AddPluginAsync("probe-high", """{"act":"access:error"}""", route: host.LastRoute!.Id);
        return host;
    }

    // Without those of the server and of the probes.
    private static string Names(HttpResponseMessage answer) => string.Join(
        ' ', answer.Headers.Select(each => each.Key.ToLowerInvariant()).Except(["date", "x-filtered", "x-trail"]).Order(StringComparer.Ordinal));

    private static HttpRequestMessage Request(ProxyHost host, string scheme, string version, string path) => new(
        HttpMethod.Get, new Uri(scheme == "https" ? host.TlsAddress : host.Address, path))
    {
        Version = Version.Parse(version),
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    private static HttpClient Client() => new(new SocketsHttpHandler
    {
        SslOptions = new() { RemoteCertificateValidationCallback = static (_, _, _, errors) => errors != SslPolicyErrors.RemoteCertificateNotAvailable },
        ActivityHeadersPropagator = null,
        UseProxy = false,
    });
}
