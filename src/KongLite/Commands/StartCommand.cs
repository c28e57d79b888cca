using System.Diagnostics;
using KongLite.Settings;
using KongLite.Store.Memory;

namespace KongLite.Commands;

/// <summary><c>konglite start</c>: runs the node until Ctrl-C, SIGTERM or SIGQUIT.</summary>
internal static class StartCommand
{
    /// <summary>Runs the node.</summary>
    /// <param name="settings">Its settings.</param>
    /// <param name="errors">Where it says why it could not start.</param>
    /// <returns>Exit code: 0 after an orderly stop, 1 when the node could not start.</returns>
    public static async Task<int> RunAsync(NodeSettings settings, TextWriter errors)
    {
        var pidFile = new PidFile(settings.PrefixPath);
        using (Process? other = pidFile.Find())
        {
            if (other is not null)
            {
                return await FailAsync(errors, $"Kong is already running in {settings.PrefixPath}");
            }
        }

        Node? node = Node.Create(settings, out string? error);
        if (node is null)
        {
            return await FailAsync(errors, error);
        }

        await using (node)
        {
            if (pidFile.Write() is { } problem)
            {
                return await FailAsync(errors, problem);
            }

            try
            {
                await node.StartAsync(CancellationToken.None);
                await node.WaitForStopAsync();
            }
            catch (StoreOpenException broken)
            {
                return await FailAsync(errors, broken.Message);
            }
            catch (OperationCanceledException)
            {
                // It was told to stop before it had started.
                return 0;
            }
            finally
            {
                pidFile.Delete();
            }
        }

        return 0;
    }

    private static async Task<int> FailAsync(TextWriter errors, string? message)
    {
        await errors.WriteLineAsync($"Error: {message}");
        return 1;
    }
}
