using KongLite.Commands;

namespace KongLite.Tests.Hosting;

public sealed class CommandLineTests
{
    [Fact]
    public void Starts_when_nothing_is_asked() => Assert.Equal("start", CommandLine.Parse([], out _)!.Command);

    [Fact]
    public void Reads_command_and_options()
    {
        CommandLine line = CommandLine.Parse(["check", "-c", "my.conf", "--prefix", "/x"], out _)!;

        Assert.Equal(("check", "my.conf", "/x"), (line.Command, line.ConfFile, line.Options["prefix"]));
    }

    [Theory]
    [InlineData("nope", "No such command: nope")]
    [InlineData("--nope", "bad option or missing value: --nope")]
    [InlineData("-c", "bad option or missing value: -c")]
    public void Refuses_what_it_does_not_know(string argument, string message)
    {
        Assert.Null(CommandLine.Parse([argument], out string? error));
        Assert.StartsWith(message, error, StringComparison.Ordinal);
    }
}
