using System.Net;
using System.Net.Http.Json;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using KongLite.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KongLite.Tests.Hosting;

public sealed class NodeTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/services")]
    [InlineData("/routes/some")]
    [InlineData("/status")]
    [InlineData("/status/ready")]
    public async Task Keeps_the_Admin_API_and_the_status_API_away_from_the_proxy(string path)
    {
        await using TestGateway gateway = await TestGateway.StartAsync();

        string body = await gateway.Proxy.GetStringOfAnyAsync(path);

        Assert.Contains("no Route matched with those values", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_not_talked_into_the_Admin_API_by_headers_or_absolute_targets()
    {
        await using TestGateway gateway = await TestGateway.StartAsync();

        string answer = await ExchangeAsync(
            gateway.ProxyUri, $"GET {gateway.AdminUri}services HTTP/1.1\r\nHost: {gateway.AdminUri.Authority}\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 404 ", answer, StringComparison.Ordinal);
        Assert.Contains("no Route matched with those values", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keeps_routes_away_from_the_Admin_API()
    {
        await using TestGateway gateway = await TestGateway.StartAsync();
        await TerminateAsync(gateway, "/mine");

        Assert.Equal(418, (int)(await gateway.Proxy.GetAsync("/mine")).StatusCode);
        Assert.Equal("""{"message":"Not found"}""", await gateway.Admin.GetStringOfAnyAsync("/mine"));
    }

    [Theory]
    [InlineData("/status/ready", HttpStatusCode.OK)]
    [InlineData("/status", HttpStatusCode.OK)]
    [InlineData("/services", HttpStatusCode.NotFound)]
    public async Task Serves_only_the_status_on_its_own_address(string path, HttpStatusCode status)
    {
        await using TestGateway gateway = await TestGateway.StartAsync();
        using var client = new HttpClient();

        using HttpResponseMessage answer = await client.GetAsync(new Uri(gateway.StatusUri, path));

        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task Speaks_HTTP2_over_TLS_with_a_certificate_of_its_own_that_it_keeps()
    {
        DirectoryInfo prefix = Directory.CreateTempSubdirectory("konglite-");
        var settings = new Dictionary<string, string> { ["prefix"] = prefix.FullName };

        (Version version, string first) = await AskOverTlsAsync(settings);
        (_, string second) = await AskOverTlsAsync(settings);

        prefix.Delete(recursive: true);
        Assert.Equal(HttpVersion.Version20, version);
        Assert.Equal(first, second);
    }

    [Fact]
    public async Task Shows_the_certificate_of_the_settings()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 certificate = new CertificateRequest("CN=mine.test", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));

        (_, string shown) = await AskOverTlsAsync(new Dictionary<string, string>
        {
            ["ssl_cert"] = certificate.ExportCertificatePem(),
            ["ssl_cert_key"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(key.ExportPkcs8PrivateKeyPem())),
        });

        Assert.Equal(certificate.Thumbprint, shown);
    }

    [Fact]
    public async Task Listens_on_IPv4_and_IPv6_with_the_same_port()
    {
        int port = FreePorts.Take(1);
        await using TestGateway gateway = await TestGateway.StartAsync(new Dictionary<string, string>
        {
            ["proxy_listen"] = $"0.0.0.0:{port}, [::]:{port}",
        });
        using var client = new HttpClient();

        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"http://127.0.0.1:{port}/")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"http://[::1]:{port}/")).StatusCode);
    }

    [Fact]
    public async Task Can_do_without_Admin_API_and_status_API()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(new Dictionary<string, string>
        {
            ["admin_listen"] = "off",
            ["status_listen"] = "off",
        });

        Assert.Equal(HttpStatusCode.NotFound, (await gateway.Proxy.GetAsync("/")).StatusCode);
    }

    [Fact]
    public async Task Names_the_address_that_is_taken()
    {
        await using TestGateway first = await TestGateway.StartAsync();

        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => TestGateway.StartAsync(new Dictionary<string, string> { ["admin_listen"] = first.AdminUri.Authority }));

        Assert.Equal($"admin_listen: cannot listen on {first.AdminUri.Authority}: Address already in use", error.Message);
    }

    [Theory]
    [InlineData("plugins", "nope", "error loading plugin schemas: on plugin 'nope': nope plugin is enabled but not installed;")]
    [InlineData("ssl_cert", "no-such.pem", "ssl_cert: failed loading certificate from no-such.pem")]
    public async Task Names_what_keeps_it_from_starting(string name, string value, string message)
    {
        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => TestGateway.StartAsync(new Dictionary<string, string> { [name] = value, ["ssl_cert_key"] = name == "ssl_cert" ? "no-such.key" : "" }));

        Assert.Equal(message, error.Message);
    }

    [Theory]
    [InlineData("off", new string[0])]
    [InlineData("key-auth", new[] { "key-auth" })]
    [InlineData("key-auth, request-termination", new[] { "key-auth", "request-termination" })]
    public async Task Loads_the_plugins_that_it_is_told(string plugins, string[] names)
    {
        await using TestGateway gateway = await TestGateway.StartAsync(new Dictionary<string, string> { ["plugins"] = plugins });

        JsonNode information = (await gateway.Admin.GetFromJsonAsync<JsonNode>("/"))!;

        Assert.Equal(names, information["plugins"]!["available_on_server"]!.AsObject().Select(each => each.Key).Order());
        Assert.Equal(names, information["configuration"]!["loaded_plugins"]!.AsObject().Select(each => each.Key).Order());
    }

    [Fact]
    public async Task Names_each_plugin_that_is_configured_once_enabled_or_not()
    {
        await using TestGateway gateway = await TestGateway.StartAsync();
        foreach (string path in new[] { "/a", "/b" })
        {
            using HttpResponseMessage route = await gateway.Admin.PostAsJsonAsync("/routes", new { name = path[1..], paths = new[] { path } });
            using HttpResponseMessage plugin = await gateway.Admin.PostAsJsonAsync($"/routes{path}/plugins", new { name = "request-termination" });
            Assert.Equal(HttpStatusCode.Created, plugin.StatusCode);
        }

        using HttpResponseMessage disabled = await gateway.Admin.PostAsJsonAsync("/plugins", new { name = "cors", enabled = false });

        JsonNode plugins = (await gateway.Admin.GetFromJsonAsync<JsonNode>("/"))!["plugins"]!;
        Assert.Equal("""["cors","request-termination"]""", plugins["enabled_in_cluster"]!.ToJsonString());
    }

    [Fact]
    public async Task Has_the_configuration_again_after_a_restart()
    {
        DirectoryInfo prefix = Directory.CreateTempSubdirectory("konglite-");
        var settings = new Dictionary<string, string> { ["prefix"] = prefix.FullName };
        await using (TestGateway first = await TestGateway.StartAsync(settings))
        {
            await TerminateAsync(first, "/mine");
        }

        await using (TestGateway second = await TestGateway.StartAsync(settings))
        {
            Assert.Equal(418, (int)(await second.Proxy.GetAsync("/mine")).StatusCode);
        }

        prefix.Delete(recursive: true);
    }

    [Theory]
    [InlineData("debug")]
    [InlineData("emerg")]
    public async Task Shows_and_changes_its_log_level(string level)
    {
        await using TestGateway gateway = await TestGateway.StartAsync();

        await gateway.Admin.PutAsync($"/debug/node/log-level/{level}", null);

        Assert.Equal(level, (await gateway.Admin.GetFromJsonAsync<JsonNode>("/"))!["configuration"]!["log_level"]!.GetValue<string>());
    }

    [Fact]
    public async Task Counts_connections_and_requests()
    {
        await using TestGateway gateway = await TestGateway.StartAsync();
        await gateway.Proxy.GetAsync("/");
        await gateway.Proxy.GetAsync("/");

        JsonNode server = (await gateway.Admin.GetFromJsonAsync<JsonNode>("/status"))!["server"]!;

        Assert.Equal(
            (2, 2, 3),
            (server["connections_accepted"]!.GetValue<int>(), server["connections_active"]!.GetValue<int>(), server["total_requests"]!.GetValue<int>()));
    }

    [Fact]
    public async Task Is_not_ready_once_it_was_told_to_stop()
    {
        await using TestGateway gateway = await TestGateway.StartAsync();
        using var client = new HttpClient { BaseAddress = gateway.StatusUri };
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/status/ready")).StatusCode);

        gateway.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        using HttpResponseMessage answer = await client.GetAsync("/status/ready");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, """{"message":"draining"}"""), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
    }

    private static async Task TerminateAsync(TestGateway gateway, string path)
    {
        await gateway.Admin.PostAsJsonAsync("/routes", new { name = "mine", paths = new[] { path } });
        using HttpResponseMessage added = await gateway.Admin.PostAsJsonAsync(
            "/routes/mine/plugins", new { name = "request-termination", config = new { status_code = 418 } });
        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
    }

    private static async Task<(Version Version, string Thumbprint)> AskOverTlsAsync(IReadOnlyDictionary<string, string> settings)
    {
        await using TestGateway gateway = await TestGateway.StartAsync(settings);
        string thumbprint = string.Empty;
        using var handler = new SocketsHttpHandler();
        handler.SslOptions = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
            {
                thumbprint = ((X509Certificate2)certificate!).Thumbprint;
                return errors != SslPolicyErrors.RemoteCertificateNotAvailable;
            },
        };
        using var client = new HttpClient(handler) { DefaultRequestVersion = HttpVersion.Version20 };
        using HttpResponseMessage answer = await client.GetAsync(gateway.ProxySslUri);
        return (answer.Version, thumbprint);
    }

    private static async Task<string> ExchangeAsync(Uri uri, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(uri.Host, uri.Port);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}
