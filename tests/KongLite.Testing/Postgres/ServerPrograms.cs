using System.Diagnostics;
using System.Globalization;

namespace KongLite.Testing.Postgres;

/// <summary>The server programs of PostgreSQL on this machine.</summary>
internal static class ServerPrograms
{
    /// <summary>Their folder; null: they are not installed.</summary>
    public static string? Folder { get; } = Find();

    /// <summary>Starts a shell script as a user that PostgreSQL accepts: it refuses to run as root, so root lends it another one.</summary>
    /// <param name="script">The script.</param>
    /// <param name="arguments">Its <c>$1</c>, <c>$2</c>, ...</param>
    public static Process StartScript(string script, params string[] arguments)
    {
        string[] shell = ["sh", "-c", script, "sh", .. arguments];
        string[] call = Environment.IsPrivilegedProcess ? ["runuser", "-u", UnprivilegedUser(), "--", .. shell] : shell;
        return Process.Start(new ProcessStartInfo(call[0], call[1..])
        {
            WorkingDirectory = "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
    }

    private static string UnprivilegedUser() => File.ReadLines("/etc/passwd").Any(line => line.StartsWith("postgres:", StringComparison.Ordinal)) ? "postgres" : "nobody";

    /// <summary>The folder of the newest programs: Debian and Red Hat keep versions side by side, outside the path.</summary>
    private static string? Find()
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        IEnumerable<string> versions = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out int version) ? version : 0)
            : [];
        string[] path = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator);
        return path.Concat(versions.Select(folder => Path.Combine(folder, "bin")))
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));
    }
}
