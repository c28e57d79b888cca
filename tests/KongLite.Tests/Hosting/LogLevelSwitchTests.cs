using KongLite.Logging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KongLite.Tests.Hosting;

public sealed class LogLevelSwitchTests
{
    [Theory]
    [InlineData("debug", LogLevel.Debug, LogLevel.Information, LogLevel.Information)]
    [InlineData("info", LogLevel.Information, LogLevel.Warning, LogLevel.None)]
    [InlineData("notice", LogLevel.Information, LogLevel.Warning, LogLevel.None)]
    [InlineData("warn", LogLevel.Warning, LogLevel.Warning, LogLevel.None)]
    [InlineData("error", LogLevel.Error, LogLevel.Error, LogLevel.None)]
    [InlineData("crit", LogLevel.Critical, LogLevel.Critical, LogLevel.None)]
    [InlineData("emerg", LogLevel.Critical, LogLevel.Critical, LogLevel.None)]
    public void Has_a_threshold_for_the_node_for_the_server_and_for_what_would_log_every_request(
        string level, LogLevel own, LogLevel server, LogLevel requests)
    {
        using var logLevel = new LogLevelSwitch(level, TimeProvider.System);
        using ServiceProvider services = Services(logLevel);

        Assert.Equal(
            [own, server, requests, requests],
            [
                Lowest(services, "KongLite.Gateway.Something"),
                Lowest(services, "Microsoft.AspNetCore.Server.Kestrel"),
                Lowest(services, "Microsoft.AspNetCore.Hosting.Diagnostics"),
                Lowest(services, "Yarp.ReverseProxy.Forwarder.HttpForwarder"),
            ]);
    }

    [Fact]
    public void Changes_loggers_that_are_in_use()
    {
        using var logLevel = new LogLevelSwitch("notice", TimeProvider.System);
        using ServiceProvider services = Services(logLevel);
        ILogger logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("konglite");

        logLevel.Set("debug", TimeSpan.Zero);

        Assert.True(logger.IsEnabled(LogLevel.Debug));
        Assert.Equal("debug", logLevel.Level);
    }

    [Fact]
    public void Returns_to_the_configured_level_in_time()
    {
        var clock = new TimerClock();
        using var logLevel = new LogLevelSwitch("notice", clock);

        logLevel.Set("debug", TimeSpan.FromSeconds(60));
        Assert.Equal((TimeSpan.FromSeconds(60), "debug"), (clock.DueTime, logLevel.Level));
        clock.Fire();

        Assert.Equal("notice", logLevel.Level);
    }

    [Fact]
    public void Lets_the_host_speak_of_failures_only_once_the_node_has_started()
    {
        using var logLevel = new LogLevelSwitch("notice", TimeProvider.System);
        using ServiceProvider services = Services(logLevel);
        ILogger logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("Microsoft.Extensions.Hosting.Internal.Host");

        Assert.False(logger.IsEnabled(LogLevel.Critical));
        logLevel.HasStarted = true;
        Assert.True(logger.IsEnabled(LogLevel.Error));
    }

    private static ServiceProvider Services(LogLevelSwitch level) => new ServiceCollection().AddLogging(level).BuildServiceProvider();

    private static LogLevel Lowest(ServiceProvider services, string category)
    {
        ILogger logger = services.GetRequiredService<ILoggerFactory>().CreateLogger(category);
        return Enum.GetValues<LogLevel>().First(level => level == LogLevel.None || logger.IsEnabled(level));
    }

    /// <summary>A clock with one timer, which goes off when the test says so.</summary>
    private sealed class TimerClock : TimeProvider
    {
        private Action? _callback;

        public TimeSpan DueTime { get; private set; }

        public void Fire() => _callback!();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            DueTime = dueTime;
            _callback = () => callback(state);
            return System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
