using KongLite.Settings;
using KongLite.Store.Memory;

namespace KongLite.Commands;

/// <summary><c>konglite start</c>: runs the node until Ctrl-C or SIGTERM.</summary>
internal static class StartCommand
{
    /// <summary>Runs the node.</summary>
    /// <param name="settings">Its settings.</param>
    /// <param name="errors">Where it says why it could not start.</param>
    /// <returns>Exit code: 0 after an orderly stop, 1 when the node could not start.</returns>
    public static async Task<int> RunAsync(NodeSettings settings, TextWriter errors)
    {
        Node? node = Node.Create(settings, out string? error);
        if (node is null)
        {
            await errors.WriteLineAsync($"Error: {error}");
            return 1;
        }

        await using (node)
        {
            try
            {
                await node.StartAsync(CancellationToken.None);
            }
            catch (StoreOpenException problem)
            {
                await errors.WriteLineAsync($"Error: {problem.Message}");
                return 1;
            }
            catch (OperationCanceledException)
            {
                // It was told to stop before it had started.
                return 0;
            }

            await node.WaitForStopAsync();
        }

        return 0;
    }
}
