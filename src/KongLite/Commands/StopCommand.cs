using System.Diagnostics;
using System.Runtime.InteropServices;
using KongLite.Settings;

namespace KongLite.Commands;

/// <summary><c>konglite stop</c> and <c>konglite quit</c>: end the node that runs with these settings' prefix.</summary>
/// <param name="settings">The settings.</param>
/// <param name="terminal">Where to print.</param>
internal sealed class StopCommand(NodeSettings settings, Terminal terminal)
{
    private const int Terminate = 15;

    // Beyond the time for requests: flushing, closing, leaving.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    /// <summary>Tells the node to end, and waits until it has answered what is under way.</summary>
    /// <returns>Exit code: 0 when it has ended.</returns>
    public async Task<int> StopAsync()
    {
        using Process? node = new PidFile(settings.PrefixPath).Find();
        if (await RefusalAsync(node) is { } code)
        {
            return code;
        }

        if (!await EndsAsync(node!, settings.ShutdownTimeout + Margin))
        {
            return await FailAsync($"the node still runs (process {node!.Id})");
        }

        await terminal.Output.WriteLineAsync("Kong stopped");
        return 0;
    }

    /// <summary>Waits, tells the node to end, gives it time for what is under way, and ends it by force when that is over.</summary>
    /// <param name="options">How long.</param>
    /// <returns>Exit code: 0 when it has ended.</returns>
    public async Task<int> QuitAsync(QuitOptions options)
    {
        using Process? node = new PidFile(settings.PrefixPath).Find();
        if (node is not null)
        {
            await Task.Delay(options.Wait);
        }

        if (await RefusalAsync(node) is { } code)
        {
            return code;
        }

        bool isGraceful = await EndsAsync(node!, options.Timeout);
        if (!isGraceful)
        {
            node!.Kill();
            await EndsAsync(node, Margin);
            new PidFile(settings.PrefixPath).Delete();
        }

        await terminal.Output.WriteLineAsync(isGraceful ? "Kong stopped (gracefully)" : "Timeout, Kong stopped forcefully");
        return 0;
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);

    private static async Task<bool> EndsAsync(Process node, TimeSpan time)
    {
        using var patience = new CancellationTokenSource(time);
        try
        {
            await node.WaitForExitAsync(patience.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<int?> RefusalAsync(Process? node)
    {
        if (OperatingSystem.IsWindows())
        {
            return await FailAsync("there are no signals on Windows: end the node with Ctrl-C");
        }

        if (node is null)
        {
            return await FailAsync($"nginx not running in prefix: {settings.PrefixPath}");
        }

        return Kill(node.Id, Terminate) == 0 || node.HasExited
            ? null
            : await FailAsync($"process {node.Id} cannot be told to end: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    private async Task<int> FailAsync(string message)
    {
        await terminal.Errors.WriteLineAsync($"Error: {message}");
        return 1;
    }
}
