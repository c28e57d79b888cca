using System.Net;
using System.Net.Http.Json;
using System.Text;
using KongLite.Testing;
using Microsoft.AspNetCore.Http;

namespace KongLite.Tests.Plugins;

/// <summary>The transformers on a whole node: what arrives on the wire, with which lengths.</summary>
public sealed class TransformationProxyTests
{
    [Fact]
    public async Task Sends_a_changed_request_with_its_length_and_host()
    {
        await using FakeUpstream upstream = await FakeUpstream.StartAsync();
        await using TestGateway gateway = await StartAsync(upstream, "request-transformer", new
        {
            http_method = "PUT",
            remove = new { body = new[] { "gone" } },
            replace = new { uri = "/fixed", headers = new[] { "host:$(headers.host)" } },
            add = new { headers = new[] { "X-A:a\r\nEvil: 1" }, querystring = new[] { "from:$(headers.x_from)" } },
        });
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/r/x?q=1", UriKind.Relative)) { Content = JsonContent.Create(new { gone = 1, kept = 2 }) };
        request.Headers.Add("X-From", "here");

        await gateway.Proxy.SendAsync(request);

        ReceivedRequest received = upstream.LastRequest;
        Assert.Equal(("PUT", "/fixed?from=here&q=1", """{"kept":2}"""), (received.Method, received.PathAndQuery, received.Text));
        Assert.Equal("10", received.Headers["Content-Length"]);
        Assert.Equal(gateway.ProxyUri.Authority, received.Headers["Host"]);
        Assert.Equal("a%0D%0AEvil: 1", received.Headers["X-A"]);
        Assert.False(received.Headers.ContainsKey("Evil"));
    }

    [Fact]
    public async Task Answers_a_client_whose_method_became_HEAD()
    {
        await using FakeUpstream upstream = await FakeUpstream.StartAsync(context =>
        {
            context.Response.ContentLength = 400;
            return Task.CompletedTask;
        });
        await using TestGateway gateway = await StartAsync(upstream, "request-transformer", new { http_method = "HEAD" });

        HttpResponseMessage answer = await gateway.Proxy.GetAsync(new Uri("/r", UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal("HEAD", upstream.LastRequest.Method);
    }

    [Fact]
    public async Task Tells_a_client_whose_method_became_HEAD_why_the_service_failed()
    {
        await using FakeUpstream upstream = await FakeUpstream.StartAsync(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        await using TestGateway gateway = await StartAsync(upstream, "request-transformer", new { http_method = "HEAD" });

        HttpResponseMessage answer = await gateway.Proxy.GetAsync(new Uri("/r", UriKind.Relative));

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.StartsWith("An invalid response was received", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_500_where_a_template_cannot_be_compiled()
    {
        await using FakeUpstream upstream = await FakeUpstream.StartAsync();
        await using TestGateway gateway = await StartAsync(upstream, "request-transformer", new { add = new { headers = new[] { "X-T:$(os.time())" } } });

        HttpResponseMessage answer = await gateway.Proxy.GetAsync(new Uri("/r", UriKind.Relative));

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Contains("An unexpected error occurred", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(upstream.Requests);
    }

    [Fact]
    public async Task Changes_a_large_answer_and_drops_its_length()
    {
        string large = new('x', 1_000_000);
        await using FakeUpstream upstream = await FakeUpstream.StartAsync(context =>
        {
            byte[] body = Encoding.UTF8.GetBytes($$"""{"gone":1,"kept":"{{large}}"}""");
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = body.Length;
            return context.Response.Body.WriteAsync(body).AsTask();
        });
        await using TestGateway gateway = await StartAsync(upstream, "response-transformer", new { remove = new { json = new[] { "gone" } } });

        HttpResponseMessage answer = await gateway.Proxy.GetAsync(new Uri("/r", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);

        Assert.Null(answer.Content.Headers.ContentLength);
        Assert.Equal($$"""{"kept":"{{large}}"}""", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Changes_answers_of_the_gateway_too()
    {
        await using FakeUpstream upstream = await FakeUpstream.StartAsync();
        await using TestGateway gateway = await StartAsync(
            upstream, "response-transformer", new { remove = new { json = new[] { "request_id" } }, add = new { headers = new[] { "X-A:1" }, json = new[] { "k:v" } } });
        await gateway.Admin.PostAsJsonAsync("/routes/r/plugins", new { name = "key-auth" });

        HttpResponseMessage answer = await gateway.Proxy.GetAsync(new Uri("/r", UriKind.Relative));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("1", answer.Headers.GetValues("X-A").Single());
        Assert.Equal("""{"message":"No API key found in request","k":"v"}""", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Counts_connections_and_their_requests_for_trackers()
    {
        await using FakeUpstream upstream = await FakeUpstream.StartAsync(context => context.Response.WriteAsync("ok"));
        await using TestGateway gateway = await StartAsync(upstream, "correlation-id", new { generator = "tracker", echo_downstream = true });

        string[] first = (await TrackerAsync(gateway)).Split('-');
        string[] second = (await TrackerAsync(gateway)).Split('-');

        Assert.Equal(["127.0.0.1", $"{gateway.ProxyUri.Port}", $"{Environment.ProcessId}"], first[..3]);
        Assert.True(int.Parse(first[3], null) > 0);
        Assert.Equal((first[3], "1", "2"), (second[3], first[4], second[4]));
        Assert.Matches(@"^\d+\.\d{3}$", first[5]);
    }

    private static async Task<string> TrackerAsync(TestGateway gateway)
    {
        HttpResponseMessage answer = await gateway.Proxy.GetAsync(new Uri("/r", UriKind.Relative));
        await answer.Content.ReadAsStringAsync();
        return answer.Headers.GetValues("Kong-Request-ID").Single();
    }

    private static async Task<TestGateway> StartAsync(FakeUpstream upstream, string plugin, object config)
    {
        TestGateway gateway = await TestGateway.StartAsync();
        await gateway.Admin.PostAsJsonAsync("/services", new { name = "s", url = upstream.Uri });
        await gateway.Admin.PostAsJsonAsync("/services/s/routes", new { name = "r", paths = new[] { "/r" } });
        HttpResponseMessage created = await gateway.Admin.PostAsJsonAsync("/routes/r/plugins", new { name = plugin, config });
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        return gateway;
    }
}
