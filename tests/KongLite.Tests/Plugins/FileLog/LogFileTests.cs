using KongLite.Plugins.FileLog;

namespace KongLite.Tests.Plugins.FileLog;

public sealed class LogFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("konglite-");

    private string Name => Path.Combine(_folder.FullName, "access.log");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Appends_a_line_for_each_entry()
    {
        await File.WriteAllTextAsync(Name, "before\n");
        using var file = new LogFile(Name);

        Assert.Null(await file.SendAsync(["1"u8.ToArray(), "2"u8.ToArray()], CancellationToken.None));
        Assert.Null(await file.SendAsync(["3"u8.ToArray()], CancellationToken.None));

        Assert.Equal("before\n1\n2\n3\n", await File.ReadAllTextAsync(Name));
    }

    [Fact]
    public async Task Goes_on_at_the_end_of_a_file_that_was_cut()
    {
        using var file = new LogFile(Name);
        await file.SendAsync(["first"u8.ToArray()], CancellationToken.None);
        await File.WriteAllTextAsync(Name, string.Empty);

        await file.SendAsync(["2"u8.ToArray()], CancellationToken.None);

        Assert.Equal("2\n", await File.ReadAllTextAsync(Name));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Makes_a_removed_file_anew_only_when_told_to_reopen(bool reopens)
    {
        using var file = new LogFile(Name);
        await file.SendAsync(["1"u8.ToArray()], CancellationToken.None);
        File.Delete(Name);

        if (reopens)
        {
            file.Reopen();
        }

        await file.SendAsync(["2"u8.ToArray()], CancellationToken.None);

        Assert.Equal(reopens, File.Exists(Name));
    }

    [Fact]
    public async Task Says_why_a_file_cannot_be_opened()
    {
        using var file = new LogFile(Path.Combine(_folder.FullName, "missing", "access.log"));

        Assert.NotNull(await file.SendAsync(["1"u8.ToArray()], CancellationToken.None));
    }
}
