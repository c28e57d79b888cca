using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using KongLite.Testing;

namespace KongLite.Benchmarks.Capacity;

/// <summary>A node in a process of its own, with one route to a small service, whose memory is asked for.</summary>
internal sealed class MeasuredNode : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly DirectoryInfo _prefix = Directory.CreateTempSubdirectory("konglite-");
    private readonly HttpClient _admin;
    private readonly Process _service;
    private readonly Process _node;

    private MeasuredNode()
    {
        int port = FreePorts.Take(3);
        string configuration = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar))!);
        Proxy = new Uri($"http://127.0.0.1:{port + 1}/hello");
        _admin = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port + 2}") };
        Service = $"http://127.0.0.1:{port}";
        _service = Process.Start(Environment.ProcessPath!, ["upstream", $"{port}"]);
        var start = new ProcessStartInfo(Repository.PathOf("src", "KongLite", "bin", configuration, "net10.0", "konglite"));
        start.Environment["KONG_PREFIX"] = _prefix.FullName;
        start.Environment["KONG_PROXY_LISTEN"] = Proxy.Authority;
        start.Environment["KONG_ADMIN_LISTEN"] = _admin.BaseAddress.Authority;
        start.Environment["KONG_STATUS_LISTEN"] = "off";
        start.Environment["KONG_LOG_LEVEL"] = "warn";
        _node = Process.Start(start)!;
    }

    /// <summary>What to ask.</summary>
    public Uri Proxy { get; }

    private string Service { get; }

    /// <summary>Starts everything.</summary>
    public static async Task<MeasuredNode> StartAsync()
    {
        var node = new MeasuredNode();
        using var patience = new CancellationTokenSource(Patience);
        while (!await node.AnswersAsync(patience.Token))
        {
            await Task.Delay(100, patience.Token);
        }

        (await node._admin.PostAsJsonAsync("/services", new { name = "bench", url = node.Service })).EnsureSuccessStatusCode();
        (await node._admin.PostAsJsonAsync("/services/bench/routes", new { paths = new[] { "/" } })).EnsureSuccessStatusCode();
        return node;
    }

    /// <summary>The memory that the process holds, in bytes.</summary>
    public long WorkingSet
    {
        get
        {
            _node.Refresh();
            return _node.WorkingSet64;
        }
    }

    /// <summary>What the garbage collector holds, in bytes, as <c>/status</c> says.</summary>
    public async Task<long> HeapAsync()
    {
        JsonNode status = (await _admin.GetFromJsonAsync<JsonNode>("/status?unit=b"))!;
        return status["memory"]!["workers_lua_vms"]![0]!["http_allocated_gc"]!.GetValue<long>();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        foreach (Process process in (Process[])[_node, _service])
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        _prefix.Delete(recursive: true);
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            using HttpResponseMessage answer = await _admin.GetAsync("/status", cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
