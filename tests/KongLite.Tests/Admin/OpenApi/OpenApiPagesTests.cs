using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KongLite.Tests.Hosting;

namespace KongLite.Tests.Admin.OpenApi;

public sealed partial class OpenApiPagesTests(AdminDescription description) : IClassFixture<AdminDescription>
{
    private HttpClient Admin => description.Gateway.Admin;

    [Fact]
    public async Task Serves_the_description_with_the_headers_of_the_Admin_API()
    {
        using HttpResponseMessage answer = await Admin.GetAsync("/openapi.json");

        Assert.Equal(description.Text, await answer.Content.ReadAsStringAsync());
        Assert.Equal("application/json; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.StartsWith("konglite/", answer.Headers.Server.ToString(), StringComparison.Ordinal);
        Assert.Equal("*", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.NotEmpty(answer.Headers.GetValues("X-Kong-Admin-Latency"));
    }

    [Fact]
    public async Task Leads_from_docs_to_a_page_that_shows_the_description()
    {
        using HttpResponseMessage redirect = await Admin.GetAsync("/docs");
        string page = await Admin.GetStringAsync("/docs/");

        Assert.Equal((HttpStatusCode.Found, "docs/"), (redirect.StatusCode, redirect.Headers.Location!.ToString()));
        Assert.Contains("openapi.json", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Loads_nothing_from_elsewhere()
    {
        using HttpResponseMessage answer = await Admin.GetAsync("/docs/");
        string page = await answer.Content.ReadAsStringAsync();

        string[] scripts = [.. Script().Matches(page).Select(match => match.Groups[1].Value)];
        string[] loaded = await Task.WhenAll(scripts.Select(script => Admin.GetStringAsync($"/docs/{script}")));

        Assert.NotEmpty(loaded);
        Assert.DoesNotContain("://", page, StringComparison.Ordinal);
        Assert.StartsWith("default-src 'self' ", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.DoesNotContain("http", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.All(loaded, Assert.NotEmpty);
    }

    [Theory]
    [InlineData("/openapi.json")]
    [InlineData("/docs/")]
    public async Task Answers_HEAD_like_GET_without_the_body(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, path);
        using HttpResponseMessage answer = await Admin.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("POST", "/openapi.json")]
    [InlineData("GET", "/openapi.jsonx")]
    [InlineData("GET", "/documents")]
    [InlineData("DELETE", "/docs")]
    public async Task Leaves_every_other_request_to_the_Admin_API(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using HttpResponseMessage answer = await Admin.SendAsync(request);

        Assert.Equal("""{"message":"Not found"}""", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Is_not_in_the_list_of_paths()
    {
        JsonNode paths = JsonNode.Parse(await Admin.GetStringAsync("/endpoints"))!["data"]!;

        Assert.DoesNotContain(paths.AsArray(), path => path!.GetValue<string>() is "/openapi.json" or "/docs");
    }

    [Theory]
    [InlineData("/openapi.json")]
    [InlineData("/docs/")]
    public async Task Is_served_by_admin_listeners_only(string path)
    {
        using var status = new HttpClient { BaseAddress = description.Gateway.StatusUri };

        Assert.Contains("no Route matched", await description.Gateway.Proxy.GetStringOfAnyAsync(path), StringComparison.Ordinal);
        Assert.Equal("""{"message":"Not found"}""", await status.GetStringOfAnyAsync(path));
    }

    [GeneratedRegex("""<script[^>]* src="([^"]+)""")]
    private static partial Regex Script();
}
