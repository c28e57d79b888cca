using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using KongLite.Testing;
using Microsoft.AspNetCore.Http;

namespace KongLite.Tests.Hosting;

public sealed class AccessLogTests
{
    private const string Time = @"\[\d\d/[A-Z][a-z][a-z]/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}\]";

    [Fact]
    public async Task Has_a_line_for_each_proxied_request_in_Kongs_form()
    {
        await using FakeUpstream upstream = await FakeUpstream.StartAsync(context => context.Response.WriteAsync("hello"));
        await using TestGateway gateway = await ServingAsync(upstream);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/some/path?x=%20") { Content = new StringContent("body") };
        request.Headers.UserAgent.ParseAdd("probe/1.0");
        request.Headers.Referrer = new Uri("http://from.test/");
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String("ann:secret"u8));

        using HttpResponseMessage answer = await gateway.Proxy.SendAsync(request);

        string id = Assert.Single(answer.Headers.GetValues("X-Kong-Request-Id"));
        Assert.Matches(
            $"^127\\.0\\.0\\.1 - ann {Time} \"POST /some/path\\?x=%20 HTTP/1\\.1\" 200 5 \"http://from\\.test/\" \"probe/1\\.0\" kong_request_id: \"{id}\"$",
            await LineAsync(gateway, "logs/access.log"));
    }

    [Theory]
    [InlineData("GET", "/", "200 5")]
    [InlineData("HEAD", "/", "200 0")]
    [InlineData("GET", "/nowhere", "404 ")]
    public async Task Tells_status_and_size(string method, string path, string expected)
    {
        await using FakeUpstream upstream = await FakeUpstream.StartAsync(context => context.Response.WriteAsync("hello"));
        await using TestGateway gateway = await ServingAsync(upstream, route: path == "/" ? "/" : "/else");
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        using HttpResponseMessage answer = await gateway.Proxy.SendAsync(request);

        int size = (await answer.Content.ReadAsByteArrayAsync()).Length;
        string ending = expected[^1] == ' ' ? $"{expected}{size}" : expected;
        Assert.Contains($"\"{method} {path} HTTP/1.1\" {ending} \"-\" \"-\" kong_request_id", await LineAsync(gateway, "logs/access.log"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tells_of_clients_that_left()
    {
        var arrived = new TaskCompletionSource();
        await using FakeUpstream upstream = await FakeUpstream.StartAsync(async context =>
        {
            arrived.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
        await using TestGateway gateway = await ServingAsync(upstream);
        using (var client = new TcpClient())
        {
            await client.ConnectAsync(IPAddress.Loopback, gateway.ProxyUri.Port);
            await client.GetStream().WriteAsync("GET /slow HTTP/1.1\r\nHost: h.test\r\n\r\n"u8.ToArray());
            await arrived.Task;
            client.LingerState = new LingerOption(enable: true, seconds: 0);
        }

        Assert.Contains("\"GET /slow HTTP/1.1\" 499 0 ", await LineAsync(gateway, "logs/access.log"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_the_client_that_a_trusted_peer_names()
    {
        await using FakeUpstream upstream = await FakeUpstream.StartAsync();
        await using TestGateway gateway = await ServingAsync(upstream, new() { ["trusted_ips"] = "127.0.0.1" });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add("X-Real-IP", "203.0.113.7");

        await gateway.Proxy.SendAsync(request);

        Assert.StartsWith("203.0.113.7 - - [", await LineAsync(gateway, "logs/access.log"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cannot_be_made_to_write_two_lines()
    {
        await using FakeUpstream upstream = await FakeUpstream.StartAsync();
        await using TestGateway gateway = await ServingAsync(upstream);
        await SendAsync(gateway, "GET / HTTP/1.1\r\nHost: h.test\r\nUser-Agent: \"x\" \u00e4\r\nConnection: close\r\n\r\n");

        Assert.Contains("\"\\x22x\\x22 \\xE4\" kong_request_id", await LineAsync(gateway, "logs/access.log"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NONSENSE\r\n\r\n", "NONSENSE", "400", "-")]
    [InlineData("GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1", "400", "-")]
    [InlineData("\r\nGET /a?b HTTP/1.0\r\nUser-Agent: probe\r\nbroken\r\n\r\n", "GET /a?b HTTP/1.0", "400", "probe")]
    [InlineData("GET /\u00e4 HTTP/1.1\r\nno colon\r\n\r\n", "GET /\\xE4 HTTP/1.1", "400", "-")]
    [InlineData("GET * HTTP/1.1\r\nHost: a\r\n\r\n", "GET * HTTP/1.1", "400", "-")]
    [InlineData("GET / HTTP/2.0\r\nHost: a\r\n\r\n", "GET / HTTP/2.0", "505", "-")]
    [InlineData("GET / \"\\\r\n\r\n", "GET / \\x22\\x5C", "400", "-")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", "POST / HTTP/1.1", "501", "-")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX: {9000}\r\n\r\n", "GET / HTTP/1.1", "400", "-")]
    public async Task Has_a_line_for_what_is_refused_before_it_is_a_request(string bytes, string line, string status, string agent)
    {
        await using TestGateway gateway = await TestGateway.StartAsync();

        string answer = await SendAsync(gateway, bytes.Replace("{9000}", new string('x', 9000), StringComparison.Ordinal));

        int end = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        string id = Regex.Match(answer, "X-Kong-Request-Id: ([0-9a-f]{32})").Groups[1].Value;
        Assert.Matches(
            $"^127\\.0\\.0\\.1 - - {Time} {Regex.Escape($"\"{line}\" {status} {answer.Length - end} \"-\" \"{agent}\" kong_request_id: \"{id}\"")}$",
            await LineAsync(gateway, "logs/access.log"));
    }

    [Fact]
    public async Task Has_the_beginning_of_a_line_that_is_too_long()
    {
        await using TestGateway gateway = await TestGateway.StartAsync();

        await SendAsync(gateway, $"GET /{new string('x', 9000)} HTTP/1.1\r\nHost: a\r\n\r\n");

        Assert.Contains($"\"GET /{new string('x', 8192 - 5)}\" 414 ", await LineAsync(gateway, "logs/access.log"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Has_a_line_for_each_request_of_a_connection_up_to_the_refused_one()
    {
        await using TestGateway gateway = await TestGateway.StartAsync();

        await SendAsync(gateway, "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\nGARBAGE\r\n\r\nGET /3 HTTP/1.1\r\nHost: a\r\n\r\n");

        string[] lines = [];
        await Wait.UntilAsync(() => (lines = Read(Path.Combine(gateway.Prefix, "logs/access.log"))).Length == 3);
        Assert.Equal(["GET /1 HTTP/1.1", "GET /2 HTTP/1.1", "GARBAGE"], lines.Select(line => line.Split('"')[1]));
    }

    [Fact]
    public async Task Logs_the_other_APIs_without_request_ids()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(new Dictionary<string, string>
        {
            ["admin_access_log"] = "admin.log",
            ["status_access_log"] = "status.log",
        });
        using var client = new HttpClient();

        string admin = await gateway.Admin.GetStringAsync("/services?size=3");
        string status = await client.GetStringAsync(new Uri(gateway.StatusUri, "/status/ready"));

        Assert.Matches($"^127\\.0\\.0\\.1 - - {Time} \"GET /services\\?size=3 HTTP/1\\.1\" 200 {admin.Length} \"-\" \"-\"$", await LineAsync(gateway, "admin.log"));
        Assert.Matches($"^127\\.0\\.0\\.1 - - {Time} \"GET /status/ready HTTP/1\\.1\" 200 {status.Length} \"-\" \"-\"$", await LineAsync(gateway, "status.log"));
    }

    [Fact]
    public async Task Can_be_plain_or_off()
    {
        await using FakeUpstream upstream = await FakeUpstream.StartAsync(context => context.Response.WriteAsync("hello"));
        await using TestGateway gateway = await ServingAsync(upstream, new() { ["proxy_access_log"] = "plain.log combined", ["admin_access_log"] = "off" });

        await gateway.Proxy.GetStringAsync("/");

        Assert.EndsWith(" 200 5 \"-\" \"-\"", await LineAsync(gateway, "plain.log"), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(gateway.Prefix, "logs")));
    }

    [Fact]
    public async Task Stops_the_start_when_it_cannot_be_opened()
    {
        string folder = Directory.CreateTempSubdirectory("konglite-").FullName;

        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => TestGateway.StartAsync(new Dictionary<string, string> { ["admin_access_log"] = folder, ["prefix"] = folder }));

        Assert.StartsWith($"admin_access_log: open() \"{folder}\" failed (", error.Message, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Holds_everything_when_the_node_has_stopped()
    {
        DirectoryInfo prefix = Directory.CreateTempSubdirectory("konglite-");
        await using (TestGateway gateway = await TestGateway.StartAsync(new Dictionary<string, string> { ["prefix"] = prefix.FullName }))
        {
            for (int i = 0; i < 50; i++)
            {
                using HttpResponseMessage answer = await gateway.Proxy.GetAsync($"/{i}");
            }
        }

        Assert.Equal(50, (await File.ReadAllLinesAsync(Path.Combine(prefix.FullName, "logs", "access.log"))).Length);
        prefix.Delete(recursive: true);
    }

    private static async Task<TestGateway> ServingAsync(FakeUpstream upstream, Dictionary<string, string>? settings = null, string route = "/")
    {
        TestGateway gateway = await TestGateway.StartAsync(settings);
        (await gateway.Admin.PostAsJsonAsync("/services", new { name = "s", url = upstream.Uri })).EnsureSuccessStatusCode();
        (await gateway.Admin.PostAsJsonAsync("/services/s/routes", new { paths = new[] { route } })).EnsureSuccessStatusCode();
        return gateway;
    }

    private static async Task<string> SendAsync(TestGateway gateway, string bytes)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, gateway.ProxyUri.Port);
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(bytes));
        using var reader = new StreamReader(client.GetStream());
        return await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(20));
    }

    private static async Task<string> LineAsync(TestGateway gateway, string path)
    {
        string[] lines = [];
        await Wait.UntilAsync(() => (lines = Read(Path.Combine(gateway.Prefix, path))).Length > 0);
        return Assert.Single(lines);
    }

    private static string[] Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        string text = reader.ReadToEnd();
        return text.EndsWith('\n') ? text.TrimEnd('\n').Split('\n') : [];
    }
}
