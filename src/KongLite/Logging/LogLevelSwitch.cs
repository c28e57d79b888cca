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

    /// <summary>Whether a message is logged.</summary>
    public bool IsEnabled(string? category, LogLevel level)
    {
        if (!HasStarted && category?.StartsWith("Microsoft.Extensions.Hosting.", StringComparison.Ordinal) == true)
        {
            return false;
        }

        return level >= _thresholds.Of(category);
    }

    /// <inheritdoc/>
    public void Dispose() => _return?.Dispose();

    /// <summary>A level in .NET's terms.</summary>
    private sealed class Thresholds(string level)
    {
        private readonly LogLevel _own = level switch
        {
            "debug" => LogLevel.Debug,
            "info" or "notice" => LogLevel.Information,
            "warn" => LogLevel.Warning,
            "error" => LogLevel.Error,
            _ => LogLevel.Critical,
        };

        // The server tells of each request where Kong's users expect silence.
        private readonly LogLevel _framework = level switch
        {
            "debug" => LogLevel.Information,
            "info" or "notice" or "warn" => LogLevel.Warning,
            "error" => LogLevel.Error,
            _ => LogLevel.Critical,
        };

        // The data plane tells of failed tries itself.
        private readonly LogLevel _forwarder = level == "debug" ? LogLevel.Information : LogLevel.None;

        public string Level { get; } = level;

        public LogLevel Of(string? category) =>
            category is null || category.StartsWith("KongLite", StringComparison.OrdinalIgnoreCase) ? _own
            : category.StartsWith("Yarp.", StringComparison.Ordinal) ? _forwarder
            : _framework;
    }
}
