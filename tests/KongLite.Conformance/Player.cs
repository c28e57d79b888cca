using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using KongLite.Plugins;
using KongLite.Testing;
using KongLite.Testing.Postgres;

namespace KongLite.Conformance;

/// <summary>Plays the recorded cases, in several groups at a time, each against a gateway of its own.</summary>
internal sealed class Player
{
    private const int LargestGroup = 30;
    private const int PortsNeeded = 8;

    // Also those whose behaviour is not built yet: their configurations are, and what they guard fails closed.
    private static readonly Dictionary<string, string> AllPlugins = new() { ["plugins"] = $"bundled, {string.Join(", ", BundledPlugins.Known.Keys)}" };
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    // Most of a group's time is waiting, so there may be more of them than processors; but some cases measure time.
    private static readonly SemaphoreSlim AtOnce = new(Math.Max(8, Environment.ProcessorCount));

    private readonly string _store;
    private readonly Func<Task<TestDatabase?>> _createDatabase;

    // All groups start with the first case that is asked for.
    private readonly Lazy<Dictionary<string, Task<IReadOnlyDictionary<string, CaseResult>>>> _runs;

    private Player(string store, Func<Task<TestDatabase?>> createDatabase)
    {
        _store = store;
        _createDatabase = createDatabase;
        _runs = new(StartAll);
    }

    /// <summary>Plays against gateways that keep their configuration in a file.</summary>
    public static Player OnFiles { get; } = new("file", () => Task.FromResult<TestDatabase?>(null));

    /// <summary>Plays against gateways on PostgreSQL, each with a database of its own.</summary>
    public static Player OnPostgres { get; } = new("postgres", async () => await Databases.BootstrappedAsync());

    /// <summary>The result of a case.</summary>
    public async Task<CaseResult> ResultAsync(string file)
    {
        IReadOnlyDictionary<string, CaseResult> results = await _runs.Value[file];
        return results.GetValueOrDefault(file) ?? throw new InvalidOperationException($"the player did not get to {file}");
    }

    private Dictionary<string, Task<IReadOnlyDictionary<string, CaseResult>>> StartAll()
    {
        string reports = Repository.PathOf("artifacts", "conformance");
        Directory.CreateDirectory(reports);
        var runs = new Dictionary<string, Task<IReadOnlyDictionary<string, CaseResult>>>(StringComparer.Ordinal);
        foreach (IGrouping<string, string> folder in Cases.All.GroupBy(file => file.Split('/')[0]))
        {
            // Neighbours wait for the same kind of thing: dealt out, no group has all the slow ones.
            int groups = (folder.Count() + LargestGroup - 1) / LargestGroup;
            foreach (IGrouping<int, string> group in folder.Select((file, index) => (file, index)).GroupBy(each => each.index % groups, each => each.file))
            {
                string report = Path.Combine(reports, string.Create(CultureInfo.InvariantCulture, $"{_store}-{folder.Key}-{group.Key + 1}.jsonl"));
                Task<IReadOnlyDictionary<string, CaseResult>> run = PlayAsync([.. group], report);
                foreach (string file in group)
                {
                    runs[file] = run;
                }
            }
        }

        return runs;
    }

    private async Task<IReadOnlyDictionary<string, CaseResult>> PlayAsync(IReadOnlyList<string> files, string report)
    {
        await AtOnce.WaitAsync();
        try
        {
            await using TestDatabase? database = await _createDatabase();
            await using TestGateway gateway = await TestGateway.StartAsync(
                database is null ? AllPlugins : AllPlugins.Concat(database.Settings()).ToDictionary(StringComparer.Ordinal));
            string told = await RunAsync(
            [
                Repository.PathOf("tests", "conformance", "conformance.py"),
                "replay",
                .. files.Select(file => Path.Combine(Cases.Root, file)),
                "--admin", Text(gateway.AdminUri),
                "--proxy", Text(gateway.ProxyUri),
                "--proxy-ssl", Text(gateway.ProxySslUri),
                "--ports", FreePorts.Take(PortsNeeded).ToString(CultureInfo.InvariantCulture),
                "--report", report,
                "--quiet",
            ]);
            string[] lines = await File.ReadAllLinesAsync(report);
            return lines.Length > 0
                ? lines.Select(line => JsonSerializer.Deserialize<CaseResult>(line)!).ToDictionary(result => Cases.NameOf(result.File))
                : throw new InvalidOperationException($"the player reported nothing: {told}");
        }
        finally
        {
            AtOnce.Release();
        }
    }

    private static async Task<string> RunAsync(IReadOnlyList<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("python3", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(patience.Token);
            Task<string> errors = process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return await output + await errors;
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private static string Text(Uri uri) => uri.GetLeftPart(UriPartial.Authority);
}
