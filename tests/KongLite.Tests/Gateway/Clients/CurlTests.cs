using System.Diagnostics;
using System.Security.Cryptography;
using KongLite.Testing;
using Microsoft.AspNetCore.Http;

namespace KongLite.Tests.Gateway.Clients;

public sealed class CurlTests : IDisposable
{
    private const int Large = 12 * 1024 * 1024;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("konglite-");

    public void Dispose() => _folder.Delete(recursive: true);

    [CurlFact]
    public async Task Speaks_HTTP_1_0()
    {
        await using FakeUpstream upstream = await FakeUpstream.StartAsync(context => context.Response.WriteAsync("hello"));
        await using TestGateway gateway = await ServingGateway.StartAsync($"{upstream.Uri}", "http");

        Assert.Equal("hello 200", await RunAsync("--http1.0", "-w", " %{http_code}", $"{gateway.ProxyUri}old"));
        Assert.Equal("/old", upstream.LastRequest.PathAndQuery);
    }

    [CurlFact]
    public async Task Speaks_HTTP_2_over_TLS()
    {
        await using FakeUpstream upstream = await FakeUpstream.StartAsync(context => context.Response.WriteAsync("hello"));
        await using TestGateway gateway = await ServingGateway.StartAsync($"{upstream.Uri}", "https");

        Assert.Equal("hello 2 200", await RunAsync("--http2", "-k", "-w", " %{http_version} %{http_code}", $"{gateway.ProxySslUri}"));
    }

    [CurlFact]
    public async Task Speaks_HTTP_2_without_TLS_where_it_knows_that_it_may()
    {
        await using FakeUpstream upstream = await FakeUpstream.StartAsync(context => context.Response.WriteAsync("hello"));
        await using TestGateway gateway = await TestGateway.StartAsync(new Dictionary<string, string> { ["proxy_listen"] = "127.0.0.1:0 http2" });
        await ServingGateway.AddAsync(gateway, $"{upstream.Uri}", "http");

        Assert.Equal("hello 2 200", await RunAsync("--http2-prior-knowledge", "-d", "body", "-w", " %{http_version} %{http_code}", $"{gateway.ProxyUri}"));
        Assert.Equal("body", upstream.LastRequest.Text);
        // What asks to change over is served as it asks first.
        Assert.Equal("hello 1.1 200", await RunAsync("--http2", "-w", " %{http_version} %{http_code}", $"{gateway.ProxyUri}"));
    }

    [CurlFact]
    public async Task Asks_with_HEAD()
    {
        await using FakeUpstream upstream = await FakeUpstream.StartAsync(context =>
        {
            context.Response.ContentLength = 1234;
            return Task.CompletedTask;
        });
        await using TestGateway gateway = await ServingGateway.StartAsync($"{upstream.Uri}", "http");

        string head = await RunAsync("-I", $"{gateway.ProxyUri}");

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", head, StringComparison.Ordinal);
        Assert.Contains("Content-Length: 1234\r\n", head, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("HEAD", upstream.LastRequest.Method);
    }

    [CurlFact]
    public async Task Is_told_to_continue()
    {
        await using FakeUpstream upstream = await FakeUpstream.StartAsync(context => context.Response.WriteAsync("taken"));
        await using TestGateway gateway = await ServingGateway.StartAsync($"{upstream.Uri}", "http");

        string all = await RunAsync("-i", "-H", "Expect: 100-continue", "--expect100-timeout", "60", "-d", "body", $"{gateway.ProxyUri}");

        Assert.StartsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n", all, StringComparison.Ordinal);
        Assert.Equal("body", upstream.LastRequest.Text);
    }

    [CurlFact]
    public async Task Uploads_much_with_a_length() => await UploadsAsync("Expect:");

    [CurlFact]
    public async Task Uploads_much_in_chunks() => await UploadsAsync("Transfer-Encoding: chunked");

    [CurlFact]
    public async Task Downloads_much_over_either_version()
    {
        byte[] content = RandomNumberGenerator.GetBytes(Large);
        await using FakeUpstream upstream = await FakeUpstream.StartAsync(context => context.Response.Body.WriteAsync(content, 0, content.Length));
        await using TestGateway gateway = await ServingGateway.StartAsync($"{upstream.Uri}", "http", "https");
        string first = Path.Combine(_folder.FullName, "first");
        string second = Path.Combine(_folder.FullName, "second");

        await RunAsync("-o", first, $"{gateway.ProxyUri}");
        await RunAsync("--http2", "-k", "-o", second, $"{gateway.ProxySslUri}");

        string hash = HashOf(content);
        Assert.Equal((hash, hash), (HashOf(await File.ReadAllBytesAsync(first)), HashOf(await File.ReadAllBytesAsync(second))));
    }

    private async Task UploadsAsync(string header)
    {
        byte[] content = RandomNumberGenerator.GetBytes(Large);
        string file = Path.Combine(_folder.FullName, "content");
        await File.WriteAllBytesAsync(file, content);
        await using FakeUpstream upstream = await FakeUpstream.StartAsync(async context =>
            await context.Response.WriteAsync(Convert.ToHexString(await SHA256.HashDataAsync(context.Request.Body))));
        await using TestGateway gateway = await ServingGateway.StartAsync($"{upstream.Uri}", "http", "https");
        string hash = HashOf(content);

        Assert.Equal(hash, await RunAsync("-H", header, "--data-binary", $"@{file}", $"{gateway.ProxyUri}"));
        Assert.Equal(hash, await RunAsync("--http2", "-k", "--data-binary", $"@{file}", $"{gateway.ProxySslUri}"));
    }

    private static string HashOf(byte[] content) => Convert.ToHexString(SHA256.HashData(content));

    private static async Task<string> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("curl", ["-sS", "--noproxy", "*", "--max-time", "60", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process curl = Process.Start(start)!;
        Task<string> errors = curl.StandardError.ReadToEndAsync();
        string output = await curl.StandardOutput.ReadToEndAsync();
        await curl.WaitForExitAsync();
        Assert.True(curl.ExitCode == 0, $"curl ended with {curl.ExitCode}: {await errors}");
        return output;
    }
}
