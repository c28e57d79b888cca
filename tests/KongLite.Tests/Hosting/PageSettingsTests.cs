using System.Net.Http.Json;
using System.Text.Json.Nodes;
using KongLite.Settings;
using KongLite.Testing;
using Microsoft.AspNetCore.Http;

namespace KongLite.Tests.Hosting;

/// <summary>What the settings make of the node's own pages and headers.</summary>
public sealed class PageSettingsTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("json", "application/json")]
    [InlineData("html", "text/html")]
    [InlineData("xml", "application/xml")]
    [InlineData("plain", "text/plain")]
    public async Task Errors_have_the_text_of_a_file(string form, string type)
    {
        await File.WriteAllTextAsync(_file, "100%% own: %s, caf\u00e9");
        await using TestGateway gateway = await TestGateway.StartAsync(new Dictionary<string, string> { [$"error_template_{form}"] = _file });
        gateway.Proxy.DefaultRequestHeaders.Add("Accept", type);

        using HttpResponseMessage answer = await gateway.Proxy.GetAsync("/none");

        Assert.Equal(
            ($"{type}; charset=utf-8", "100% own: no Route matched with those values, caf\u00e9"),
            (answer.Content.Headers.ContentType?.ToString(), await answer.Content.ReadAsStringAsync()));
        JsonNode configuration = (await gateway.Admin.GetFromJsonAsync<JsonNode>("/"))!["configuration"]!;
        Assert.Equal(_file, configuration[$"error_template_{form}"]!.GetValue<string>());
    }

    [Fact]
    public void A_file_that_is_no_template_is_an_error()
    {
        File.WriteAllText(_file, "<style>\nb { width: 50% }\n</style>");

        Assert.Equal(
            [$"error_template_html: cannot use {_file}: line 2: only %s and %% may follow a percent sign, which by itself is written %%"],
            Read("error_template_html", _file).Errors);
    }

    [Fact]
    public void A_file_that_is_not_there_is_an_error() =>
        Assert.StartsWith("error_template_xml: cannot use /no/such.xml: ", Assert.Single(Read("error_template_xml", "/no/such.xml").Errors), StringComparison.Ordinal);

    [Theory]
    [InlineData("UTF-8", "text/plain; charset=UTF-8")]
    [InlineData("iso-8859-15", "text/plain; charset=iso-8859-15")]
    [InlineData("off", "text/plain")]
    [InlineData("", "text/plain")]
    public async Task Texts_of_services_have_the_charset_of_the_setting(string charset, string expected)
    {
        await using FakeUpstream upstream = await FakeUpstream.StartAsync(context =>
        {
            context.Response.ContentType = "text/plain";
            return context.Response.WriteAsync("x");
        });
        await using TestGateway gateway = await ServingAsync(upstream, "nginx_http_charset", charset);

        using HttpResponseMessage answer = await gateway.Proxy.GetAsync("/");

        Assert.Equal(expected, Assert.Single(answer.Content.Headers.GetValues("Content-Type")));
    }

    [Theory]
    [InlineData("utf 8")]
    [InlineData("a\r\nb: c")]
    public void A_charset_is_a_word(string name) =>
        Assert.Equal([$"nginx_http_charset must be the name of a charset or 'off', got '{name}'"], Read("nginx_http_charset", name).Errors);

    [Theory]
    [InlineData("off", "", "")]
    [InlineData("server_tokens", "Server Via", "Server")]
    [InlineData("LATENCY_TOKENS", "X-Kong-Proxy-Latency X-Kong-Upstream-Latency", "X-Kong-Response-Latency")]
    [InlineData("Server", "Server", "Server")]
    [InlineData("VIA", "Via", "")]
    [InlineData("X-Kong-Proxy-Latency", "X-Kong-Proxy-Latency", "")]
    [InlineData("x-kong-upstream-latency", "X-Kong-Upstream-Latency", "")]
    [InlineData("X-KONG-RESPONSE-LATENCY", "", "X-Kong-Response-Latency")]
    [InlineData("x-kong-admin-latency", "", "")]
    [InlineData("x-kong-upstream-status", "X-Kong-Upstream-Status", "")]
    [InlineData("X-Kong-Request-Id", "X-Kong-Request-Id", "X-Kong-Request-Id")]
    [InlineData("via, X-Kong-Request-Id", "Via X-Kong-Request-Id", "X-Kong-Request-Id")]
    public async Task Answers_have_the_headers_of_the_setting(string headers, string proxied, string own)
    {
        await using FakeUpstream upstream = await FakeUpstream.StartAsync(_ => Task.CompletedTask);
        await using TestGateway gateway = await ServingAsync(upstream, "headers", headers);

        using HttpResponseMessage answer = await gateway.Proxy.GetAsync("/");
        using HttpResponseMessage error = await gateway.Proxy.GetAsync("/none");

        Assert.Equal((proxied, own), (Names(answer), Names(error)));
    }

    [Theory]
    [InlineData("x-kong-request-id", true)]
    [InlineData("X-KONG-REQUEST-ID", true)]
    [InlineData("off", false)]
    public async Task Services_are_told_the_request_id_unless_it_is_off(string headers, bool expected)
    {
        await using FakeUpstream upstream = await FakeUpstream.StartAsync();
        await using TestGateway gateway = await ServingAsync(upstream, "headers_upstream", headers);

        using HttpResponseMessage answer = await gateway.Proxy.GetAsync("/");

        Assert.Equal(
            expected ? Assert.Single(answer.Headers.GetValues("X-Kong-Request-Id")) : null,
            (string?)upstream.LastRequest.Headers.GetValueOrDefault("X-Kong-Request-Id"));
    }

    [Theory]
    [InlineData("on", "r")]
    [InlineData("off", null)]
    public async Task A_request_may_ask_for_its_route(string allowed, string? expected)
    {
        await using FakeUpstream upstream = await FakeUpstream.StartAsync();
        await using TestGateway gateway = await ServingAsync(upstream, "allow_debug_header", allowed);
        gateway.Proxy.DefaultRequestHeaders.Add("Kong-Debug", "1");

        using HttpResponseMessage answer = await gateway.Proxy.GetAsync("/");

        Assert.Equal(expected, answer.Headers.TryGetValues("Kong-Route-Name", out IEnumerable<string>? names) ? Assert.Single(names) : null);
    }

    private static SettingsResult Read(string name, string value) =>
        new SettingsReader(new Dictionary<string, string>()).Read(new Dictionary<string, string> { [name] = value });

    private static string Names(HttpResponseMessage answer) =>
        string.Join(' ', answer.Headers.Select(header => header.Key).Where(name => name != "Date").Order(StringComparer.Ordinal));

    private static async Task<TestGateway> ServingAsync(FakeUpstream upstream, string setting, string value)
    {
        TestGateway gateway = await TestGateway.StartAsync(new Dictionary<string, string> { [setting] = value });
        (await gateway.Admin.PostAsJsonAsync("/services", new { name = "s", url = upstream.Uri })).EnsureSuccessStatusCode();
        (await gateway.Admin.PostAsJsonAsync("/services/s/routes", new { name = "r", paths = new[] { "~/$" } })).EnsureSuccessStatusCode();
        return gateway;
    }
}
