using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace KongLite.Tests.Gateway.Pipeline;

public sealed class PhaseTests
{
    [Fact]
    public async Task Runs_plugins_by_priority_and_then_by_name_backwards()
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url);
        await host.AddPluginAsync("probe-late", """{"tag":"2"}""");
        await host.AddPluginAsync("probe-low", """{"tag":"1"}""");
        await host.AddPluginAsync("probe-high", """{"tag":"0"}""");

        HttpResponseMessage answer = await host.Client.GetAsync("/");

        Assert.Equal("012", answer.Headers.GetValues("X-Trail").Single());
        Assert.Equal("0,1,2", string.Join(',', answer.Headers.GetValues("X-Filtered")));
    }

    [Theory]
    [InlineData("access:exit", 403, "{\"message\":\"no\"}")]
    [InlineData("access:bytes", 202, "<b>hi</b>")]
    public async Task Ends_with_the_first_answer_but_runs_every_later_phase(string act, int status, string body)
    {
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync("http://127.0.0.1:1");
        await host.AddPluginAsync("probe-high", $$"""{"tag":"0","act":"{{act}}"}""");
        await host.AddPluginAsync("probe-low", """{"tag":"1"}""");

        HttpResponseMessage answer = await host.Client.GetAsync("/");

        Assert.Equal((status, body), ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        Assert.Equal("0", answer.Headers.GetValues("X-Trail").Single());
        Assert.Equal("0,1", string.Join(',', answer.Headers.GetValues("X-Filtered")));
        Assert.True(answer.Headers.Contains("X-Kong-Response-Latency"));
        await LoggedAsync(host, $"0:{status}", $"1:{status}");
    }

    [Fact]
    public async Task Names_the_charset_of_a_plugins_text()
    {
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync("http://127.0.0.1:1");
        await host.AddPluginAsync("probe-high", """{"act":"access:bytes"}""");

        Assert.Equal("text/html; charset=UTF-8", (await host.Client.GetAsync("/")).Content.Headers.ContentType?.ToString());
    }

    [Fact]
    public async Task Answers_500_for_a_plugin_that_throws()
    {
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync("http://127.0.0.1:1");
        await host.AddPluginAsync("probe-high", """{"tag":"0","act":"access:throw"}""");
        await host.AddPluginAsync("probe-low", """{"tag":"1"}""");

        HttpResponseMessage answer = await host.Client.GetAsync("/");

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Contains("\"message\":\"An unexpected error occurred\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("0,1", string.Join(',', answer.Headers.GetValues("X-Filtered")));
    }

    [Fact]
    public async Task Answers_500_where_a_plugin_could_not_be_built_and_only_there()
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url, "/ok");
        await host.AddServiceAsync(upstream.Url, "/broken");
        await host.AddPluginAsync("probe-broken", route: host.LastRoute!.Id);

        Assert.Equal(
            (HttpStatusCode.InternalServerError, HttpStatusCode.OK),
            ((await host.Client.GetAsync("/broken")).StatusCode, (await host.Client.GetAsync("/ok")).StatusCode));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Answers_500_in_place_of_a_half_edited_answer(bool isProxied)
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url, isProxied ? "/x" : "/y");
        await host.AddPluginAsync("probe-high", """{"tag":"0","act":"header:throw"}""");

        HttpResponseMessage answer = await host.Client.GetAsync("/x");

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.False(answer.Headers.Contains("X-Filtered"));
        Assert.Contains("An unexpected error occurred", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/x")]
    [InlineData("/none")]
    public async Task Lets_a_header_filter_answer_without_a_body(string path)
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url, "/x");
        await host.AddPluginAsync("probe-high", """{"act":"header:exit"}""");

        HttpResponseMessage answer = await host.Client.GetAsync(path);

        Assert.Equal((418, string.Empty), ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync()));
    }

    [Theory]
    [InlineData("/x")]
    [InlineData("/none")]
    public async Task Lets_a_header_filter_answer_with_a_body_of_its_own(string path)
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url, "/x");
        await host.AddPluginAsync("probe-high", """{"tag":"0","act":"header:json"}""");
        await host.AddPluginAsync("probe-low", """{"tag":"1"}""");

        HttpResponseMessage answer = await host.Client.GetAsync(path);

        Assert.Equal((403, """{"message":"no"}"""), ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        Assert.Equal(["0", "1"], answer.Headers.GetValues("X-Filtered"));
    }

    [Theory]
    [InlineData("/x", "HELLO!")]
    [InlineData("/none", "{\n  \"MESSAGE\":\"NO ROUTE MATCHED")]
    public async Task Shows_bodies_to_body_filters(string path, string expected)
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url, "/x");
        await host.AddPluginAsync("probe-body");

        HttpResponseMessage answer = await host.Client.GetAsync(path);

        Assert.StartsWith(expected, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HEAD", 200)]
    [InlineData("GET", 204)]
    public async Task Sends_nothing_of_what_body_filters_make_where_no_body_may_be(string method, int status)
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        upstream.Answer = context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        };
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url);
        await host.AddPluginAsync("probe-body");

        HttpResponseMessage answer = await host.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/"));

        Assert.Equal((status, string.Empty), ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task Shows_a_filters_answer_to_the_filters_behind_it()
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url, "/x");
        await host.AddPluginAsync("probe-high", """{"act":"header:exit"}""");
        await host.AddPluginAsync("probe-low", """{"act":"header:status-once"}""");

        HttpResponseMessage answer = await host.Client.GetAsync("/x");

        Assert.Equal("418", answer.Headers.GetValues("X-Seen").Single());
    }

    [Fact]
    public async Task Gives_a_failed_end_of_a_body_one_whole_500()
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        upstream.Answer = _ => Task.CompletedTask;
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url);
        await host.AddPluginAsync("probe-body", """{"act":"body:throw-once"}""");

        HttpResponseMessage answer = await host.Client.GetAsync("/");

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.EndsWith("}!", (await answer.Content.ReadAsStringAsync()).TrimEnd('\n'), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cuts_an_answer_whose_body_filter_throws()
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url);
        await host.AddPluginAsync("probe-body", """{"act":"body:throw"}""");

        await Assert.ThrowsAsync<HttpRequestException>(() => host.Client.GetAsync("/"));
    }

    [Theory]
    [InlineData("-", 200, "olleh")]
    [InlineData("response:exit", 409, "replaced")]
    public async Task Reads_the_whole_answer_for_a_response_phase(string act, int status, string body)
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url);
        await host.AddPluginAsync("probe-whole", $$"""{"act":"{{act}}"}""");

        HttpResponseMessage answer = await host.Client.GetAsync("/");

        Assert.Equal((status, body), ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        Assert.True(answer.Headers.Contains("Via"));
    }

    [Theory]
    [InlineData("-", 404)]
    [InlineData("rewrite:exit", 429)]
    public async Task Runs_global_plugins_before_routing(string act, int status)
    {
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddPluginAsync("probe-rewrite", $$"""{"act":"{{act}}"}""");

        HttpResponseMessage answer = await host.Client.GetAsync("/none");

        Assert.Equal((status, "before routing"), ((int)answer.StatusCode, answer.Headers.GetValues("X-Rewritten").Single()));
    }

    [Fact]
    public async Task Runs_every_log_phase_whatever_one_of_them_does()
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        upstream.Answer = context =>
        {
            context.Response.StatusCode = 201;
            return context.Response.WriteAsync("made");
        };
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url);
        await host.AddPluginAsync("probe-high", """{"tag":"0","act":"log:throw"}""");
        await host.AddPluginAsync("probe-low", """{"tag":"1"}""");

        await host.Client.GetAsync("/");

        await LoggedAsync(host, "0:201", "1:201");
    }

    [Fact]
    public async Task Resolves_secrets_before_the_plugin_sees_its_configuration()
    {
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync("http://127.0.0.1:1");
        await host.AddPluginAsync("probe-high", """{"act":"access:exit","secret":"{vault://env/konglite-no-such-variable}"}""");

        Assert.Equal(HttpStatusCode.Forbidden, (await host.Client.GetAsync("/")).StatusCode);
    }

    // The client has its answer before the log phase runs.
    private static async Task LoggedAsync(ProxyHost host, params string[] expected)
    {
        ProbeJournal journal = host.Services.GetRequiredService<ProbeJournal>();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (journal.Entries.Count < expected.Length && !limit.IsCancellationRequested)
        {
            await Task.Yield();
        }

        Assert.Equal(expected, journal.Entries);
    }
}
