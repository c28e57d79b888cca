using System.Diagnostics;
using KongLite.Settings;
using KongLite.Store.Memory;

namespace KongLite.Commands;

/// <summary><c>konglite start</c>: runs the node until Ctrl-C, SIGTERM or SIGQUIT.</summary>
internal static class StartCommand
{
    /// <summary>Runs the node.</summary>
    /// <returns>Exit code: 0 after an orderly stop, 1 when the node could not start.</returns>
    public static async Task<int> RunAsync(NodeSettings settings)
    {
        var pidFile = new PidFile(settings.PrefixPath);
        using (Process? other = pidFile.Find())
        {
            if (other is not null)
            {
                return await FailAsync($"Kong is already running in {settings.PrefixPath}");
            }
        }

        Node? node = Node.Create(settings, out string? error);
        if (node is null)
        {
            return await FailAsync(error);
        }

        await using (node)
        {
            if (pidFile.Write() is { } problem)
            {
                return await FailAsync(problem);
            }

            try
            {
                await node.StartAsync(CancellationToken.None);
                await node.WaitForStopAsync();
            }
            catch (StoreOpenException broken)
            {
                return await FailAsync(broken.Message);
            }
            finally
            {
                pidFile.Delete();
            }
        }

        return 0;
    }

    private static async Task<int> FailAsync(string? message)
    {
        await Console.Error.WriteLineAsync($"Error: {message}");
        return 1;
    }
}
