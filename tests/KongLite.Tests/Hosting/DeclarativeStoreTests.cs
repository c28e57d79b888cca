using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using KongLite.Store.Memory;
using KongLite.Testing;
using KongLite.Tests.Admin.Crud;

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

    [Theory]
    [InlineData("consumers:\n- username: bob\n  keyauth_credentials:\n  - {key: s3cret, nope: 1}", "in 'nope': unknown field")]
    [InlineData("consumers:\n- username: bob\n  keyauth_credentials:\n  - key: s3cret\n  - key: s3cret", "with key set to '******' already declared")]
    [InlineData("sessions:\n- {session_id: s3cret}\n- {session_id: s3cret}", "with session_id set to '******' already declared")]
    [InlineData("keyauth_credentials:\n- {key: s3cret, consumer: nobody}", "invalid reference 'consumer: nobody'")]
    [InlineData("consumers:\n- username: \"s3cret\n", "failed parsing declarative configuration: ")]
    [InlineData("{\"consumers\":[{\"username\":\"s3cret\"}", "failed parsing declarative configuration: ")]
    public async Task Keeps_the_secrets_of_a_wrong_text_out_of_the_error(string text, string reason)
    {
        StoreOpenException error = await Assert.ThrowsAsync<StoreOpenException>(
            () => StartAsync("declarative_config_string", $"_format_version: '3.0'\n{text}"));

        Assert.StartsWith("error parsing declarative string:\n", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keeps_the_names_that_stand_below_a_certificate()
    {
        await using TestGateway gateway = await StartAsync("declarative_config_string", Configuration);
        JsonObject certificate = JsonNode.Parse(Certificates.Body())!.AsObject();
        certificate["snis"] = new JsonArray(new JsonObject { ["name"] = "a.test" });

        using HttpResponseMessage posted = await gateway.Admin.PostAsJsonAsync(
            "/config", new JsonObject { ["_format_version"] = "3.0", ["certificates"] = new JsonArray(certificate) });

        Assert.Equal(HttpStatusCode.Created, posted.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await gateway.Admin.GetAsync("/certificates/a.test")).StatusCode);
    }

    [Theory]
    [InlineData("declarative_config")]
    [InlineData("declarative_config_string")]
    public async Task Is_not_loaded_again_when_the_text_is_that_of_the_start(string setting)
    {
        await using TestGateway gateway = await StartAsync(
            setting, setting == "declarative_config" ? Write("kong.yml", Configuration) : Configuration);

        using HttpResponseMessage same = await gateway.Admin.PostAsJsonAsync("/config?check_hash=1", new { config = Configuration });
        using HttpResponseMessage other = await gateway.Admin.PostAsJsonAsync("/config?check_hash=1", new { config = "_format_version: '3.0'" });

        Assert.Equal((HttpStatusCode.NotModified, HttpStatusCode.Created), (same.StatusCode, other.StatusCode));
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
