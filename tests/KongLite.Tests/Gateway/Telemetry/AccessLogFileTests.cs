using System.Buffers;
using System.Diagnostics;
using KongLite.Gateway.Telemetry;
using KongLite.Tests.Hosting;
using KongLite.Tests.Store;
using Microsoft.Extensions.Logging;

namespace KongLite.Tests.Gateway.Telemetry;

public sealed class AccessLogFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("konglite-");

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Makes_its_folder_and_writes_everything_before_it_closes()
    {
        string path = PathOf("logs/new/access.log");
        await using (AccessLogFile file = AccessLogFile.Open(path))
        {
            for (int i = 0; i < 5000; i++)
            {
                Add(file, $"{i}\n");
            }
        }

        Assert.Equal(Enumerable.Range(0, 5000).Select(each => $"{each}"), File.ReadAllLines(path));
    }

    [Fact]
    public async Task Goes_on_behind_what_is_there_and_after_it_was_cut_off()
    {
        string path = PathOf("access.log");
        File.WriteAllText(path, "before\n");
        await using AccessLogFile file = AccessLogFile.Open(path);
        Add(file, "one\n");
        await Wait.UntilAsync(() => File.ReadAllText(path) == "before\none\n");

        using (var other = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            other.SetLength(0);
        }

        Add(file, "two\n");
        await Wait.UntilAsync(() => File.ReadAllText(path) == "two\n");
    }

    [UnixFact]
    public async Task Opens_the_file_again_when_it_was_moved_away()
    {
        await using var logs = new AccessLogs(TimeProvider.System);
        Assert.NotNull(logs.Open(PathOf("access.log"), AccessLogFormat.Combined, out _));
        AccessLogFile file = Assert.Single(logs.Files);
        Add(file, "old\n");
        await Wait.UntilAsync(() => File.ReadAllText(PathOf("access.log")).Length > 0);
        File.Move(PathOf("access.log"), PathOf("access.log.1"));

        logs.Reopen();
        await Wait.UntilAsync(() => File.Exists(PathOf("access.log")));
        Add(file, "new\n");

        await Wait.UntilAsync(() => File.ReadAllText(PathOf("access.log")) == "new\n");
        Assert.Equal("old\n", File.ReadAllText(PathOf("access.log.1")));
    }

    [UnixFact]
    public async Task Drops_lines_that_find_no_room_and_tells_of_them_once()
    {
        using (Process make = Process.Start("mkfifo", [PathOf("pipe")]))
        {
            await make.WaitForExitAsync();
        }

        // Somebody who listens and never reads.
        var reader = new FileStream(PathOf("pipe"), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        var logs = new AccessLogs(TimeProvider.System);
        logs.Open(PathOf("pipe"), AccessLogFormat.Combined, out _);
        AccessLogFile file = Assert.Single(logs.Files);
        var log = new LogLines();
        using var keeper = new AccessLogKeeper(logs, new ManualClock(), log.Logger<AccessLogKeeper>());

        string line = new string('x', 999) + "\n";
        await Wait.UntilAsync(() => file.Dropped > 0, () => Add(file, line, times: 1000));
        keeper.Tell();
        keeper.Tell();

        Assert.Contains("were dropped", Assert.Single(log.Of(LogLevel.Warning)), StringComparison.Ordinal);

        // Nobody listens any more: what is left to be written fails at once.
        await reader.DisposeAsync();
        await logs.DisposeAsync();
    }

    [UnixFact]
    public async Task Tells_why_it_cannot_write()
    {
        var logs = new AccessLogs(TimeProvider.System);
        logs.Open("/dev/full", AccessLogFormat.Combined, out string? error);
        Assert.Null(error);
        var log = new LogLines();
        using var keeper = new AccessLogKeeper(logs, new ManualClock(), log.Logger<AccessLogKeeper>());

        Add(logs.Files[0], "lost\n");
        await Wait.UntilAsync(() => logs.Dropped == 1);
        keeper.Tell();

        Assert.Matches("^the access log /dev/full cannot be written: .+; 1 lines were dropped$", Assert.Single(log.Of(LogLevel.Error)));
        await logs.DisposeAsync();
    }

    [Fact]
    public async Task Shares_a_file_between_logs_of_one_name()
    {
        await using var logs = new AccessLogs(TimeProvider.System);

        logs.Open(PathOf("a.log"), AccessLogFormat.Kong, out _);
        logs.Open(PathOf("a.log"), AccessLogFormat.Combined, out _);
        logs.Open(PathOf("b.log"), AccessLogFormat.Combined, out _);

        Assert.Equal([PathOf("a.log"), PathOf("b.log")], logs.Files.Select(file => file.Path));
    }

    private static void Add(AccessLogFile file, string line, int times = 1)
    {
        for (int i = 0; i < times; i++)
        {
            byte[] buffer = ArrayPool<byte>.Shared.Rent(line.Length);
            file.Add(buffer, System.Text.Encoding.ASCII.GetBytes(line, buffer));
        }
    }
}
