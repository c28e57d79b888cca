using System.Diagnostics;
using System.Globalization;
using System.Text;
using Npgsql;

namespace KongLite.Testing.Postgres;

/// <summary>
/// A PostgreSQL server of a test's own, made with the server programs of this machine, for tests that crash it, stop it or configure it. It writes
/// to the disk as a server in production does. Its files and processes go with <see cref="DisposeAsync"/>, and also when the tests are killed.
/// </summary>
/// <remarks>One call at a time. A call that the server does not follow within a minute throws.</remarks>
public sealed class ServerCluster : IAsyncDisposable
{
    private const string User = "konglite";
    private const string Done = "done";

    // The server ends, and its files go, as soon as standard input ends. What a killed server would leave in the memory of the system is either a
    // file of the data folder (mmap) or the one segment that is named in the seventh line of postmaster.pid. A crash kills the children first: one that
    // outlives its server for a moment tells its client so.
    private const string Script =
        """
        set -eu
        programs=$1 user=$2
        IFS= read -r password
        folder=$(mktemp -d "${TMPDIR:-/tmp}/konglite-postgres-XXXXXX")
        data=$folder/data server=

        children_and_server() {
            ps -A -o pid= -o ppid= | awk -v server="$server" '$2 == server { print $1 }'
            echo "$server"
        }

        signal() {
            kill -s "$1" $(children_and_server) 2>/dev/null || true
        }

        end() {
            wait "$server" 2>/dev/null || true
            server=
        }

        start() {
            "$programs/postgres" -D "$data" -k "$folder" >>"$folder/log" 2>&1 &
            server=$!
            until [ "$(sed -n '1p;8p' "$data/postmaster.pid" 2>/dev/null | tr -d ' \n')" = "${server}ready" ]; do
                kill -0 "$server" 2>/dev/null || { cat "$folder/log"; exit 1; }
                sleep 0.05
            done
        }

        crash() {
            kill -s STOP "$server"
            all=$(children_and_server)
            kill -s KILL $all 2>/dev/null || true
            end
            for each in $all; do
                while ps -o stat= -p "$each" | grep -qv '^Z'; do sleep 0.02; done
            done
        }

        cleanup() {
            if [ -n "$server" ]; then
                signal CONT
                kill -s QUIT "$server" 2>/dev/null || true
                end
            fi
            segment=$(sed -n '7s/.* //p' "$data/postmaster.pid" 2>/dev/null) || true
            [ -z "$segment" ] || ipcrm -m "$segment" >/dev/null 2>&1 || true
            rm -rf "$folder"
        }

        trap cleanup EXIT
        trap 'exit 1' INT TERM HUP
        umask 077
        printf '%s' "$password" >"$folder/password"
        "$programs/initdb" -D "$data" -U "$user" -A scram-sha-256 --pwfile="$folder/password" -E UTF8 --no-locale --no-sync \
            >"$folder/log" 2>&1 || { cat "$folder/log"; exit 1; }
        echo done
        while read -r order name content; do
            case $order in
                write) printf '%s' "$content" | base64 -d >"$data/$name" ;;
                start) start ;;
                stop) kill -s INT "$server"; end ;;
                kill) crash ;;
                pause) kill -s STOP "$server"; signal STOP ;;
                continue) signal CONT ;;
            esac
            echo done
        done
        """;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);
    private static readonly Dictionary<string, string> Nothing = [];
    private readonly Process _process;
    private bool _disposed;

    private ServerCluster(Process process, NpgsqlConnectionStringBuilder connection)
    {
        _process = process;
        Connection = connection;
    }

    /// <summary>Why there can be none on this machine; null: one can be had.</summary>
    public static string? Absence { get; } = ServerPrograms.Folder is null ? "no PostgreSQL: no initdb is installed" : null;

    /// <summary>How its superuser reaches its database <c>postgres</c>, over TCP at 127.0.0.1. Nothing is pooled.</summary>
    public NpgsqlConnectionStringBuilder Connection { get; }

    /// <summary>Makes and starts a server.</summary>
    /// <param name="settings">Settings of the server, such as <c>ssl</c>; null: none but the defaults of PostgreSQL.</param>
    /// <param name="files">Files for its data folder, which only it can read: name and text; null: none.</param>
    public static async Task<ServerCluster> StartAsync(
        IReadOnlyDictionary<string, string>? settings = null, IReadOnlyDictionary<string, string>? files = null)
    {
        int port = FreePorts.Take(1);
        string password = Guid.NewGuid().ToString("n");
        var cluster = new ServerCluster(
            ServerPrograms.StartScript(Script, ServerPrograms.Folder ?? throw new InvalidOperationException(Absence), User),
            new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = port, Username = User, Password = password, Database = "postgres", Pooling = false });
        try
        {
            await cluster.OrderAsync(password);
            foreach ((string name, string text) in files ?? Nothing)
            {
                await cluster.WriteAsync(name, text);
            }

            await cluster.WriteAsync("postgresql.auto.conf", Configuration(port, settings ?? Nothing));
            await cluster.OrderAsync("start");
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Shuts the server down as <c>pg_ctl stop</c> does: it tells its clients, and writes everything.</summary>
    public Task StopAsync() => OrderAsync("stop");

    /// <summary>Kills all processes of the server at once, with SIGKILL.</summary>
    public Task KillAsync() => OrderAsync("kill");

    /// <summary>Starts the stopped or killed server again: same port, same data.</summary>
    public Task RestartAsync() => OrderAsync("start");

    /// <summary>Lets all processes of the server stand still, with SIGSTOP: connections stay, and nobody answers.</summary>
    public Task PauseAsync() => OrderAsync("pause");

    /// <summary>Lets the paused server go on.</summary>
    public Task ContinueAsync() => OrderAsync("continue");

    /// <summary>Runs statements as superuser and gives the first value of the first row; null where there is none.</summary>
    public async Task<object?> ScalarAsync(string statements)
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(Connection);
        await using NpgsqlCommand command = source.CreateCommand(statements);
        return await command.ExecuteScalarAsync() is { } value and not DBNull ? value : null;
    }

    /// <summary>Ends the server, in whatever state it is, and removes its files.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended by itself, before it read the last order.
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static string Configuration(int port, IReadOnlyDictionary<string, string> settings)
    {
        var all = new Dictionary<string, string>
        {
            ["listen_addresses"] = "127.0.0.1",
            ["port"] = port.ToString(CultureInfo.InvariantCulture),
            ["dynamic_shared_memory_type"] = "mmap",
        };
        foreach ((string name, string value) in settings)
        {
            all[name] = value;
        }

        return string.Concat(all.Select(each => $"{each.Key} = '{each.Value.Replace("'", "''", StringComparison.Ordinal)}'\n"));
    }

    private Task WriteAsync(string name, string text) => OrderAsync($"write {name} {Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}");

    private async Task OrderAsync(string order)
    {
        using var limit = new CancellationTokenSource(Limit);
        await _process.StandardInput.WriteLineAsync(order.AsMemory(), limit.Token);
        await _process.StandardInput.FlushAsync(limit.Token);
        var said = new List<string>();
        while (await _process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (line == Done)
            {
                return;
            }

            said.Add(line);
        }

        throw new InvalidOperationException($"the PostgreSQL server of the test ended: {string.Join('\n', said)}");
    }
}
