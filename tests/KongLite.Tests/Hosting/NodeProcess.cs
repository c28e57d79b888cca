using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using KongLite.Testing;

namespace KongLite.Tests.Hosting;

/// <summary>The built program, as a user runs it.</summary>
internal sealed class NodeProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();
    private readonly TaskCompletionSource _serving = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private NodeProcess(Process process) => _process = process;

    /// <summary>What it wrote to standard error.</summary>
    public string Errors => _errors.ToString();

    /// <summary>What it wrote to standard output.</summary>
    public string Output => _output.ToString();

    /// <summary>The most memory that it has held so far, in bytes.</summary>
    public long PeakMemory
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    /// <summary>Starts the program.</summary>
    /// <param name="settings">Settings, named as in kong.conf.</param>
    /// <param name="arguments">The command line.</param>
    public static NodeProcess Start(IReadOnlyDictionary<string, string> settings, params string[] arguments) =>
        Start(settings, new Dictionary<string, string?>(), arguments);

    /// <summary>Starts the program in an environment.</summary>
    /// <param name="settings">Settings, named as in kong.conf.</param>
    /// <param name="environment">More variables; null takes one away.</param>
    /// <param name="arguments">The command line.</param>
    public static NodeProcess Start(IReadOnlyDictionary<string, string> settings, IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        // The tests and the program are built in the same configuration, which is the name of the folder above net10.0.
        string configuration = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar))!);
        var start = new ProcessStartInfo(Repository.PathOf("src", "KongLite", "bin", configuration, "net10.0", "konglite"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in settings)
        {
            start.Environment[$"KONG_{name.ToUpperInvariant()}"] = value;
        }

        foreach ((string name, string? value) in environment)
        {
            start.Environment[name] = value;
        }

        var node = new NodeProcess(new Process { StartInfo = start });
        node._process.OutputDataReceived += (_, line) => node.Hear(line.Data);
        node._process.ErrorDataReceived += (_, line) => node._errors.AppendLine(line.Data);
        node._process.Start();
        node._process.BeginOutputReadLine();
        node._process.BeginErrorReadLine();
        return node;
    }

    /// <summary>Waits until it serves.</summary>
    public Task WaitUntilItServesAsync() => _serving.Task.WaitAsync(Patience);

    /// <summary>Whether somebody listens on a port of this machine.</summary>
    public static bool Accepts(int port)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Sends it a signal, such as <c>TERM</c>.</summary>
    public async Task SignalAsync(string signal)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits for its end and gives the exit code.</summary>
    public async Task<int> ExitCodeAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    /// <summary>Ends it if it still runs.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void Hear(string? line)
    {
        _output.AppendLine(line);
        if (line?.Contains("the configuration is kept in", StringComparison.Ordinal) == true)
        {
            _serving.TrySetResult();
        }
    }
}
