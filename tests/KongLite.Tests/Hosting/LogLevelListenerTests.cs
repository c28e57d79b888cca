using KongLite.Logging;
using KongLite.Tests.Store;
using Microsoft.Extensions.Logging;

namespace KongLite.Tests.Hosting;

public sealed class LogLevelListenerTests
{
    [Fact]
    public async Task Follows_the_level_that_another_node_sends_for_as_long_as_it_says()
    {
        var clock = new ManualClock();
        var events = new FakeClusterEvents();
        using var log = new LogLines();
        using var levels = new LogLevelSwitch("notice", clock);
        await new LogLevelListener(levels, log.Logger<LogLevelListener>(), events).StartAsync(default);

        events.Raise("log_level", """{"log_level":8,"timeout":60}""");
        string during = levels.Level;
        clock.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal(("debug", "notice"), (during, levels.Level));
    }

    [Fact]
    public async Task Ignores_what_it_cannot_read_and_says_so()
    {
        var events = new FakeClusterEvents();
        using var log = new LogLines();
        using var levels = new LogLevelSwitch("notice", TimeProvider.System);
        await new LogLevelListener(levels, log.Logger<LogLevelListener>(), events).StartAsync(default);

        events.Raise("log_level", "debug");

        Assert.Equal("notice", levels.Level);
        Assert.Equal(["another node sent a log level that cannot be read; it is ignored"], log.Of(LogLevel.Warning));
    }
}
