using KongLite.Commands;

namespace KongLite.Tests.Hosting;

public sealed class MigrationsArgumentsTests
{
    [Fact]
    public void Reads_its_own_options_and_leaves_the_common_ones()
    {
        CommandLine line = CommandLine.Parse(["migrations", "reset", "-y", "-c", "my.conf", "--lock-timeout", "5", "-q", "-p", "/x"], out _)!;

        Assert.Equal(("migrations", "my.conf", "/x"), (line.Command, line.ConfFile, line.Options["prefix"]));
        Assert.Equal(("reset", true, true, TimeSpan.FromSeconds(5)), (line.Migrations!.Action, line.Migrations.Yes, line.Migrations.Quiet, line.Migrations.LockTimeout));
    }

    [Theory]
    [InlineData("Usage: konglite migrations")]
    [InlineData("Usage: konglite migrations", "--help")]
    [InlineData("No such command for migrations: down", "down")]
    [InlineData("--db-timeout needs a number of seconds", "up", "--db-timeout", "soon")]
    [InlineData("--lock-timeout needs a number of seconds", "up", "--lock-timeout")]
    [InlineData("bad option or missing value: --nope", "up", "--nope")]
    [InlineData("No such command: start", "up", "start")]
    public void Refuses_what_it_does_not_know(string message, params string[] arguments)
    {
        Assert.Null(CommandLine.Parse(["migrations", .. arguments], out string? error));
        Assert.StartsWith(message, error, StringComparison.Ordinal);
    }
}
