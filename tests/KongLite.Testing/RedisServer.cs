using System.Diagnostics;

namespace KongLite.Testing;

/// <summary>A Redis server of a test's own, from the <c>redis-server</c> that is installed. It keeps nothing.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(20);

    private Process _process;
    private readonly string[] _arguments;

    private RedisServer(int port, string[] arguments)
    {
        Port = port;
        _arguments = arguments;
        _process = Run();
    }

    /// <summary>Whether there is a <c>redis-server</c> on the path.</summary>
    public static bool IsInstalled { get; } = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? "redis-server.exe" : "redis-server")));

    /// <summary>The port, on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Starts a server.</summary>
    /// <param name="arguments">Settings, such as <c>--requirepass secret</c>, each word an element.</param>
    public static Task<RedisServer> StartAsync(params string[] arguments) => StartAtAsync(FreePorts.Take(1), ["--port", "{port}", .. arguments]);

    /// <summary>Starts a server that speaks TLS alone.</summary>
    /// <param name="certificate">File of its certificate, in PEM.</param>
    /// <param name="key">File of its key, in PEM.</param>
    public static Task<RedisServer> StartTlsAsync(string certificate, string key) => StartAtAsync(
        FreePorts.Take(1),
        ["--port", "0", "--tls-port", "{port}", "--tls-cert-file", certificate, "--tls-key-file", key, "--tls-auth-clients", "no"]);

    /// <summary>Stops the server as a crash would.</summary>
    public async Task StopAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Starts the stopped server again, on its port and empty.</summary>
    public async Task StartAgainAsync()
    {
        _process.Dispose();
        _process = Run();
        await ReadyAsync();
    }

    /// <summary>Stops the server.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await StopAsync();
        }

        _process.Dispose();
    }

    private static async Task<RedisServer> StartAtAsync(int port, string[] arguments)
    {
        var server = new RedisServer(port, arguments);
        await server.ReadyAsync();
        return server;
    }

    private Process Run()
    {
        string[] arguments =
            [.. _arguments.Select(each => each.Replace("{port}", $"{Port}", StringComparison.Ordinal)), "--bind", "127.0.0.1", "--save", string.Empty, "--appendonly", "no"];
        return Process.Start(new ProcessStartInfo("redis-server", arguments) { RedirectStandardOutput = true })!;
    }

    private async Task ReadyAsync()
    {
        using var limit = new CancellationTokenSource(StartTime);
        while (await _process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.Contains("Ready to accept connections", StringComparison.Ordinal))
            {
                return;
            }
        }

        throw new InvalidOperationException("redis-server did not start");
    }
}
