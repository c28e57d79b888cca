using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace KongLite.Testing.Postgres;

/// <summary>A temporary cluster, made with the server programs of this machine. PostgreSQL refuses to run as root, so root lends it another user.</summary>
internal static class LocalCluster
{
    private const string User = "konglite";

    // The server ends, and its files go, as soon as standard input ends: also when the tests are killed.
    private const string Script =
        """
        set -eu
        programs=$1 port=$2 user=$3
        IFS= read -r password
        folder=$(mktemp -d "${TMPDIR:-/tmp}/konglite-postgres-XXXXXX")
        trap '"$programs/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1 || true; rm -rf "$folder"' EXIT
        trap 'exit 1' INT TERM HUP
        printf '%s' "$password" >"$folder/password"
        "$programs/initdb" -D "$folder/data" -U "$user" -A scram-sha-256 --pwfile="$folder/password" -E UTF8 --no-locale --no-sync \
            >"$folder/log" 2>&1 || { cat "$folder/log"; exit 1; }
        "$programs/pg_ctl" -D "$folder/data" -w -l "$folder/log" \
            -o "-p $port -k $folder -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=200" start >/dev/null || { cat "$folder/log"; exit 1; }
        echo ready
        cat >/dev/null
        """;

    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(1);
    private static readonly string? Programs = FindPrograms();

    // Keeps the process object, and with it the pipe, alive.
    private static Process? _process;

    /// <summary>Whether the programs are installed.</summary>
    public static bool IsPossible => Programs is not null;

    /// <summary>Makes and starts the cluster of this process.</summary>
    /// <returns>A connection string of its superuser.</returns>
    public static async Task<string> StartAsync()
    {
        int port = FreePorts.Take(1);
        string password = Guid.NewGuid().ToString("n");
        string[] shell = ["sh", "-c", Script, "sh", Programs!, port.ToString(CultureInfo.InvariantCulture), User];
        string[] call = Environment.IsPrivilegedProcess ? ["runuser", "-u", UnprivilegedUser(), "--", .. shell] : shell;
        _process = Process.Start(new ProcessStartInfo(call[0], call[1..])
        {
            WorkingDirectory = "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        await _process.StandardInput.WriteLineAsync(password);
        await _process.StandardInput.FlushAsync();
        using var limit = new CancellationTokenSource(StartTime);
        var said = new List<string>();
        while (await _process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (line == "ready")
            {
                return new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = port, Username = User, Password = password, Database = "postgres" }.ConnectionString;
            }

            said.Add(line);
        }

        throw new InvalidOperationException($"the temporary PostgreSQL cluster did not start: {string.Join('\n', said)}");
    }

    private static string UnprivilegedUser() => File.ReadLines("/etc/passwd").Any(line => line.StartsWith("postgres:", StringComparison.Ordinal)) ? "postgres" : "nobody";

    /// <summary>The folder of the newest programs: Debian and Red Hat keep versions side by side, outside the path.</summary>
    private static string? FindPrograms()
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
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "pg_ctl")));
    }
}
