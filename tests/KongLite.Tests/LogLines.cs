using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace KongLite.Tests;

/// <summary>Keeps what is logged.</summary>
internal sealed class LogLines : ILoggerProvider
{
    private readonly ConcurrentQueue<LogLine> _lines = new();

    public IReadOnlyList<LogLine> All => [.. _lines];

    /// <summary>The texts of what was logged with at least this level, by the product itself.</summary>
    public IReadOnlyList<string> Of(LogLevel level = LogLevel.Information) =>
        [.. _lines.Where(line => line.Level >= level && line.Category.StartsWith("KongLite", StringComparison.Ordinal)).Select(line => line.Text)];

    public ILogger<T> Logger<T>() => new LoggerFactory([this]).CreateLogger<T>();

    public ILogger CreateLogger(string categoryName) => new Recorder(categoryName, _lines);

    public void Dispose()
    {
    }

    private sealed class Recorder(string category, ConcurrentQueue<LogLine> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue(new LogLine(logLevel, category, formatter(state, exception), exception)
            {
                Properties = state as IReadOnlyList<KeyValuePair<string, object?>> ?? [],
            });
    }
}

/// <summary>What was logged.</summary>
internal sealed record LogLine(LogLevel Level, string Category, string Text, Exception? Error)
{
    /// <summary>What it is about, by name.</summary>
    public required IReadOnlyList<KeyValuePair<string, object?>> Properties { get; init; }
}
