using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using KongLite.Testing;

namespace KongLite.Tests.Plugins.AwsLambda;

/// <summary>A stand-in for AWS as a program of its own (<c>tests/conformance/awsmock.py</c>), which checks every signature.</summary>
internal sealed class AwsMock : IAsyncDisposable
{
    private readonly Process _process;
    private readonly HttpClient _client;

    private AwsMock(Process process, int port)
    {
        _process = process;
        Port = port;
        Address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
        _client = new HttpClient { BaseAddress = new Uri(Address) };
    }

    public int Port { get; }

    public string Address { get; }

    /// <summary>Starts it.</summary>
    /// <param name="settings">Its settings, as <c>name=JSON</c>.</param>
    public static async Task<AwsMock> StartAsync(params string[] settings)
    {
        int port = FreePorts.Take(1);
        string[] arguments =
        [
            Repository.PathOf("tests", "conformance", "awsmock.py"),
            "--port", port.ToString(CultureInfo.InvariantCulture),
            "--log", OperatingSystem.IsWindows() ? "NUL" : "/dev/null",
            .. settings.SelectMany(setting => new[] { "--set", setting }),
        ];
        var mock = new AwsMock(Process.Start(new ProcessStartInfo("python3", arguments))!, port);
        await Wait.UntilAsync(mock.IsServing);
        return mock;
    }

    /// <summary>The requests to one of its services so far: <c>imds</c>, <c>ecs</c>, <c>sts</c> or <c>lambda</c>.</summary>
    public async Task<IReadOnlyList<JsonNode>> RequestsAsync(string service)
    {
        JsonNode state = (await _client.GetFromJsonAsync<JsonNode>("/_mock"))!;
        return [.. state["requests"]!.AsArray().Where(request => (string?)request!["service"] == service).Select(request => request!)];
    }

    /// <summary>Changes a setting.</summary>
    public async Task SetAsync(object settings)
    {
        using HttpResponseMessage answer = await _client.PutAsJsonAsync("/_mock", settings);
        answer.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private bool IsServing()
    {
        try
        {
            using HttpResponseMessage answer = _client.Send(new HttpRequestMessage(HttpMethod.Get, "/_mock"));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
