using System.Net;
using KongLite.Sdk.Exchanges;

namespace KongLite.Tests.Gateway.Forwarding;

public sealed class FailureTests
{
    private const string Good = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private const string BadAnswer = "An invalid response was received from the upstream server";

    [Theory]
    [InlineData("", "Accept", "application/json", BadAnswer)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx", "Accept", "application/json", BadAnswer)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nxx", "Accept", "application/json", BadAnswer)]
    [InlineData("HTTP/1.1 200 OK\r\nbroken header\r\n\r\n", "Accept", "application/json", BadAnswer)]
    [InlineData("garbage\r\n\r\n", "Accept", "application/json", BadAnswer)]
    [InlineData("HTTP/1.1 abc\r\n\r\n", "Accept", "application/json", BadAnswer)]
    public async Task Answers_502_to_what_is_no_answer(string wire, string header, string value, string message)
    {
        await using var upstream = new RawUpstream(wire);
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url);
        host.Client.DefaultRequestHeaders.Add(header, value);

        HttpResponseMessage answer = await host.Client.GetAsync("/");

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Equal("application/json; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        Assert.Contains($"\"message\":\"{message}\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(
            "Date Server Via X-Kong-Proxy-Latency X-Kong-Request-Id X-Kong-Upstream-Latency",
            string.Join(' ', answer.Headers.Select(each => each.Key).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Answers_a_client_that_names_no_form_in_plain_text()
    {
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync("http://127.0.0.1:1", service: """{"retries":1}""");

        HttpResponseMessage answer = await host.Client.GetAsync("/");

        Assert.Equal("text/plain; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        Assert.Equal(
            $"{BadAnswer}\nrequest_id: {answer.Headers.GetValues("X-Kong-Request-Id").Single()}\n", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Answers_503_for_a_name_that_means_nothing()
    {
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync("http://nothing.invalid");

        HttpResponseMessage answer = await host.Client.GetAsync("/");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("\"message\":\"name resolution failed\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.True(answer.Headers.Contains("X-Kong-Response-Latency"));
        Assert.False(answer.Headers.Contains("Via"));
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PATCH")]
    [InlineData("LOCK")]
    public async Task Never_repeats_what_must_not_arrive_twice(string method)
    {
        await using var upstream = new RawUpstream(string.Empty);
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url, service: """{"retries":2}""");

        HttpResponseMessage answer = await host.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/"));

        Assert.Equal((HttpStatusCode.BadGateway, 1), (answer.StatusCode, upstream.Count));
    }

    [Fact]
    public async Task Repeats_as_often_as_the_service_says()
    {
        await using var upstream = new RawUpstream(string.Empty);
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url, service: """{"retries":2}""");

        HttpResponseMessage answer = await host.Client.PutAsync("/", new StringContent("body"));

        Assert.Equal((HttpStatusCode.BadGateway, 3), (answer.StatusCode, upstream.Count));
    }

    // One request over the connection that is kept, whose end may have had other reasons, and if it may arrive twice one over a new connection.
    [Theory]
    [InlineData("GET", 2)]
    [InlineData("POST", 1)]
    public async Task A_kept_connection_that_ends_costs_no_try_but_the_next_one_does(string method, int most)
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url, service: """{"retries":0}""");
        await host.Client.GetAsync("/");
        upstream.Answer = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };

        HttpResponseMessage answer = await host.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/"));

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.InRange(upstream.Count - 1, 1, most);
    }

    [Fact]
    public async Task Sends_the_body_again_with_the_next_try()
    {
        await using var upstream = new RawUpstream(string.Empty, Good);
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url);

        HttpResponseMessage answer = await host.Client.PutAsync("/", new StringContent("body"));

        Assert.Equal((HttpStatusCode.OK, 2), (answer.StatusCode, upstream.Count));
    }

    [Fact]
    public async Task Does_not_repeat_for_a_status()
    {
        await using var upstream = new RawUpstream("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n", Good);
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url);

        HttpResponseMessage answer = await host.Client.GetAsync("/");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, 1), (answer.StatusCode, upstream.Count));
    }

    [Fact]
    public async Task Answers_504_when_the_service_is_too_slow()
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        upstream.Answer = context => Task.Delay(Timeout.Infinite, context.RequestAborted);
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url, service: """{"retries":1,"read_timeout":100}""");

        HttpResponseMessage answer = await host.Client.GetAsync("/");

        Assert.Equal((HttpStatusCode.GatewayTimeout, 2), (answer.StatusCode, upstream.Count));
        Assert.Contains("The upstream server is timing out", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("Gateway Time-out", answer.ReasonPhrase);
    }

    [Fact]
    public async Task Cuts_the_connection_when_the_answer_breaks_off()
    {
        await using var upstream = new RawUpstream("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc");
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url);

        await Assert.ThrowsAsync<HttpRequestException>(() => host.Client.GetAsync("/"));
    }

    [Fact]
    public async Task Keeps_what_plugins_put_into_the_answer_in_front_of_what_the_service_says()
    {
        await using var upstream = new RawUpstream(string.Empty, "HTTP/1.1 200 OK\r\nX-Up: service\r\nContent-Length: 0\r\n\r\n");
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url);
        await host.AddPluginAsync("probe-high", """{"act":"access:header"}""");

        HttpResponseMessage answer = await host.Client.GetAsync("/");

        Assert.Equal("plugin", answer.Headers.GetValues("X-Early").Single());
        Assert.Equal(["plugin", "service"], answer.Headers.GetValues("X-Up"));
    }

    [Fact]
    public async Task Never_writes_a_plugins_line_break_into_the_request_line()
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url);
        await host.AddPluginAsync("probe-upstream", """{"act":"inject"}""");

        HttpResponseMessage answer = await host.Client.GetAsync("/");

        Assert.Equal((HttpStatusCode.InternalServerError, 0), (answer.StatusCode, upstream.Count));
        Assert.Equal(NodeInfo.ServerToken, answer.Headers.GetValues("Server").Single());
    }
}
