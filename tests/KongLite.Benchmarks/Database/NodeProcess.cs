using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using KongLite.Testing;

namespace KongLite.Benchmarks.Database;

/// <summary>The built program in a process of its own, with a folder that goes with it.</summary>
internal sealed class NodeProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);
    private readonly Process _process;
    private readonly string _prefix;

    private NodeProcess(Process process, string prefix, int port)
    {
        _process = process;
        _prefix = prefix;
        Proxy = Client(port);
        Admin = Client(port + 1);
    }

    /// <summary>Asks the proxy.</summary>
    public HttpClient Proxy { get; }

    /// <summary>Asks the Admin API.</summary>
    public HttpClient Admin { get; }

    /// <summary>What it has used of the processors, which says more than the time on a machine that does other work too.</summary>
    public TimeSpan Processor
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts the program. It does not serve yet when this returns.</summary>
    /// <param name="settings">Settings, named as in kong.conf.</param>
    public static NodeProcess Start(IReadOnlyDictionary<string, string> settings)
    {
        // It is built with the benchmarks, in their configuration, which is the name of the folder above net10.0.
        string configuration = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar))!);
        string prefix = Directory.CreateTempSubdirectory("konglite-").FullName;
        int port = FreePorts.Take(2);
        var start = new ProcessStartInfo(Repository.PathOf("src", "KongLite", "bin", configuration, "net10.0", "konglite"), ["start"]);
        foreach ((string name, string value) in settings)
        {
            start.Environment[$"KONG_{name.ToUpperInvariant()}"] = value;
        }

        start.Environment["KONG_PREFIX"] = prefix;
        start.Environment["KONG_PROXY_LISTEN"] = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
        start.Environment["KONG_ADMIN_LISTEN"] = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port + 1}");
        start.Environment["KONG_STATUS_LISTEN"] = "off";
        start.Environment["KONG_LOG_LEVEL"] = "warn";
        return new NodeProcess(Process.Start(start)!, prefix, port);
    }

    /// <summary>Asks the proxy until it answers with this status.</summary>
    /// <param name="path">What for.</param>
    /// <param name="status">The status.</param>
    /// <exception cref="InvalidOperationException">The process has ended, or it takes a minute.</exception>
    public async Task UntilAsync(string path, int status)
    {
        long began = Stopwatch.GetTimestamp();
        while (await StatusAsync(path) is var last && last != status)
        {
            if (_process.HasExited || Stopwatch.GetElapsedTime(began) > Patience)
            {
                throw new InvalidOperationException($"{path}: not {status}, but {last}");
            }

            if (last is null)
            {
                await Task.Delay(Pause);
            }
        }
    }

    /// <summary>Asks the Admin API.</summary>
    /// <exception cref="InvalidOperationException">It did not do it.</exception>
    public async Task WriteAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        request.Content = body is null ? null : JsonContent.Create(body);
        using HttpResponseMessage answer = await Admin.SendAsync(request);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"{method} {path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        Proxy.Dispose();
        Admin.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_prefix, recursive: true);
    }

    private static HttpClient Client(int port) => new(new SocketsHttpHandler { UseProxy = false, UseCookies = false })
    {
        BaseAddress = new UriBuilder(Uri.UriSchemeHttp, IPAddress.Loopback.ToString(), port).Uri,
    };

    private async Task<int?> StatusAsync(string path)
    {
        try
        {
            using HttpResponseMessage answer = await Proxy.GetAsync(new Uri(path, UriKind.Relative));
            return (int)answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            // It does not listen yet.
            return null;
        }
    }
}
