using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using KongLite.Testing;

namespace KongLite.Conformance;

/// <summary>Plays the recorded cases of a folder against a gateway of its own.</summary>
internal static class Player
{
    private const int PortsNeeded = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    // All folders start with the first case that is asked for: most of their time is waiting.
    private static readonly Lazy<Dictionary<string, Task<IReadOnlyDictionary<string, CaseResult>>>> Runs =
        new(() => Cases.Folders.ToDictionary(folder => folder, PlayAsync));

    /// <summary>Whether Python is there to run the player.</summary>
    public static bool IsInstalled { get; } = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, "python3")) || File.Exists(Path.Combine(folder, "python3.exe")));

    /// <summary>The result of a case.</summary>
    public static async Task<CaseResult> ResultAsync(string file)
    {
        IReadOnlyDictionary<string, CaseResult> results = await Runs.Value[file.Split('/')[0]];
        return results.GetValueOrDefault(file) ?? throw new InvalidOperationException($"the player did not get to {file}");
    }

    private static async Task<IReadOnlyDictionary<string, CaseResult>> PlayAsync(string folder)
    {
        await using TestGateway gateway = await TestGateway.StartAsync();
        string report = Path.GetTempFileName();
        try
        {
            string told = await RunAsync(
                Repository.PathOf("tests", "conformance", "conformance.py"),
                "replay",
                Path.Combine(Cases.Root, folder),
                "--admin", Text(gateway.AdminUri),
                "--proxy", Text(gateway.ProxyUri),
                "--proxy-ssl", Text(gateway.ProxySslUri),
                "--ports", FreePorts.Take(PortsNeeded).ToString(CultureInfo.InvariantCulture),
                "--report", report,
                "--quiet");
            string[] lines = await File.ReadAllLinesAsync(report);
            return lines.Length > 0
                ? lines.Select(line => JsonSerializer.Deserialize<CaseResult>(line)!).ToDictionary(result => Cases.NameOf(result.File))
                : throw new InvalidOperationException($"the player reported nothing: {told}");
        }
        finally
        {
            File.Delete(report);
        }
    }

    private static async Task<string> RunAsync(params string[] arguments)
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
