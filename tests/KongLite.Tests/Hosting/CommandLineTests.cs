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

    [Fact]
    public void Reads_the_file_to_check() => Assert.Equal("my.conf", CommandLine.Parse(["check", "my.conf"], out _)!.ConfFile);

    [Fact]
    public void Reads_how_long_to_wait_for_the_end() => Assert.Equal(
        new QuitOptions(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(20)), CommandLine.Parse(["quit", "--wait", "3", "-t", "20"], out _)!.Quit);

    [Theory]
    [InlineData("quit", "-t", "0")]
    [InlineData("quit", "-w", "-1")]
    [InlineData("quit", "--timeout", "soon")]
    public void Refuses_times_that_are_none(params string[] arguments)
    {
        Assert.Null(CommandLine.Parse(arguments, out string? error));
        Assert.StartsWith($"{arguments[1]} needs a number of seconds, ", error, StringComparison.Ordinal);
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
