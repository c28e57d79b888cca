using System.Net;
using System.Net.Http.Json;
using KongLite.Store.Memory;
using KongLite.Testing;

namespace KongLite.Tests.Hosting;

public sealed class DeclarativeStoreTests : IDisposable
{
    private const string Configuration =
        """
        _format_version: "3.0"
        services:
        - name: example
          url: http://127.0.0.1:9
          routes:
          - name: mine
            paths: [/mine]
            plugins:
            - name: request-termination
              config: { status_code: 418 }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("konglite-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Serves_the_file_of_the_settings()
    {
        await using TestGateway gateway = await StartAsync("declarative_config", Write("kong.yml", Configuration));

        Assert.Equal(418, (int)(await gateway.Proxy.GetAsync("/mine")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await gateway.Admin.GetAsync("/services/example")).StatusCode);
    }

    [Fact]
    public async Task Serves_the_text_of_the_settings()
    {
        await using TestGateway gateway = await StartAsync("declarative_config_string", Configuration);

        Assert.Equal(418, (int)(await gateway.Proxy.GetAsync("/mine")).StatusCode);
    }

    [Fact]
    public async Task Refuses_to_be_edited()
    {
        await using TestGateway gateway = await StartAsync("declarative_config", Write("kong.yml", Configuration));

        using HttpResponseMessage answer = await gateway.Admin.PostAsJsonAsync("/consumers", new { username = "alice" });

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Contains("cannot create 'consumers' entities when not using a database", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stops_the_start_when_the_file_is_not_there()
    {
        string path = Path.Combine(_folder.FullName, "nope.yml");

        Assert.Equal($"{path}: No such file or directory", await FailureAsync(path));
    }

    [Fact]
    public async Task Stops_the_start_when_the_file_is_of_another_kind()
    {
        string path = Write("kong.txt", Configuration);

        Assert.Equal($"unknown file type: {path}. (Accepted types: json, yaml)", await FailureAsync(path));
    }

    [Fact]
    public async Task Stops_the_start_when_the_file_is_wrong()
    {
        string path = Write("kong.json", """{"_format_version":"3.0","services":[{"name":"example"}]}""");

        Assert.StartsWith($"error parsing declarative config file {path}:\nin 'services':\n", await FailureAsync(path), StringComparison.Ordinal);
    }

    private static Task<TestGateway> StartAsync(string name, string value) =>
        TestGateway.StartAsync(new Dictionary<string, string> { ["database"] = "off", [name] = value });

    private static async Task<string> FailureAsync(string path) =>
        (await Assert.ThrowsAsync<StoreOpenException>(() => StartAsync("declarative_config", path))).Message;

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
