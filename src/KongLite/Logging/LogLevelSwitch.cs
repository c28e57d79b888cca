using KongLite.Sdk.Logging;

namespace KongLite.Logging;

/// <summary>Decides which messages are logged, and can be told otherwise while the node runs.</summary>
/// <param name="configured">The level of the settings, one of <see cref="ILogLevelSwitch.Levels"/>.</param>
/// <param name="clock">Runs the time after which the configured level returns.</param>
internal sealed class LogLevelSwitch(string configured, TimeProvider clock) : ILogLevelSwitch, IDisposable
{
    private readonly Lock _gate = new();
    private volatile Thresholds _thresholds = new(configured);
    private ITimer? _return;

    /// <inheritdoc/>
    public string Level => _thresholds.Level;

    /// <inheritdoc/>
    public void Set(string level, TimeSpan duration)
    {
        var next = new Thresholds(level);
        lock (_gate)
        {
            _return?.Dispose();
            _return = duration > TimeSpan.Zero
                ? clock.CreateTimer(_ => _thresholds = new Thresholds(configured), null, duration, Timeout.InfiniteTimeSpan)
                : null;
            _thresholds = next;
        }
    }

    /// <summary>Whether the node has started. Until then the host keeps silent about failures: whoever starts it tells them in one line.</summary>
    public bool HasStarted { get; set; }

    /// <summary>Has a logging builder ask the switch. The rules are picked by category once; a message then costs one comparison.</summary>
    public void Rule(ILoggingBuilder logging) => logging
        .SetMinimumLevel(LogLevel.Trace)
        .AddFilter(level => level >= _thresholds.Framework)
        .AddFilter("KongLite", level => level >= _thresholds.Own)
        .AddFilter("Microsoft.Extensions.Hosting", level => HasStarted && level >= _thresholds.Framework)
        .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", level => level >= _thresholds.Requests)
        .AddFilter("Yarp", level => level >= _thresholds.Requests);

    /// <inheritdoc/>
    public void Dispose() => _return?.Dispose();

    /// <summary>A level in .NET's terms.</summary>
    private sealed class Thresholds(string level)
    {
        public string Level { get; } = level;

        public LogLevel Own { get; } = level switch
        {
            "debug" => LogLevel.Debug,
            "info" or "notice" => LogLevel.Information,
            "warn" => LogLevel.Warning,
            "error" => LogLevel.Error,
            _ => LogLevel.Critical,
        };

        // The server tells of each connection where Kong's users expect silence.
        public LogLevel Framework { get; } = level switch
        {
            "debug" => LogLevel.Information,
            "info" or "notice" or "warn" => LogLevel.Warning,
            "error" => LogLevel.Error,
            _ => LogLevel.Critical,
        };

        // The data plane tells of failures itself. To a server that might log a request, even a critical message, each one is worth an activity and
        // a scope, which cost more than routing it.
        public LogLevel Requests { get; } = level == "debug" ? LogLevel.Information : LogLevel.None;
    }
}
