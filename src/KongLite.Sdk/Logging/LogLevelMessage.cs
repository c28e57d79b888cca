using System.Globalization;
using System.Text.Json;
using KongLite.Sdk.Storage;

namespace KongLite.Sdk.Logging;

/// <summary>A log level for every node of a cluster, as Kong's nodes tell each other.</summary>
/// <param name="Level">One of <see cref="ILogLevelSwitch.Levels"/>.</param>
/// <param name="Duration">When to return to the configured level; zero: never.</param>
public sealed record LogLevelMessage(string Level, TimeSpan Duration)
{
    /// <summary>Channel of <see cref="IClusterEvents"/>.</summary>
    public const string Channel = "log_level";

    // Longer than any node runs, and short enough for a timer.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(40);

    /// <summary>A duration that a timer can run: whole seconds, forty days at most.</summary>
    /// <param name="seconds">Zero or more.</param>
    public static TimeSpan DurationOf(double seconds) => TimeSpan.FromSeconds(Math.Min(Math.Ceiling(seconds), Longest.TotalSeconds));

    /// <summary>Reads a message.</summary>
    /// <param name="data"><c>{"log_level":7,"timeout":60}</c>: nginx's number of the level, 1 to 8, and seconds.</param>
    /// <returns>Null: it is no such message.</returns>
    public static LogLevelMessage? Parse(string data)
    {
        try
        {
            using var document = JsonDocument.Parse(data);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root
                && Number(root, "log_level") is { } level && LevelOf(level) is { } name
                && Number(root, "timeout") is { } seconds and >= 0
                ? new LogLevelMessage(name, DurationOf(seconds)) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The message as it is sent.</summary>
    public string ToJson() => string.Create(
        CultureInfo.InvariantCulture, $$"""{"log_level":{{NumberOf(Level)}},"timeout":{{(long)Duration.TotalSeconds}}}""");

    // nginx counts from emerg, 1, to debug, 8.
    private static int NumberOf(string level)
    {
        IReadOnlyList<string> levels = ILogLevelSwitch.Levels;
        int i = 0;
        while (levels[i] != level)
        {
            i++;
        }

        return levels.Count - i;
    }

    private static string? LevelOf(double number)
    {
        IReadOnlyList<string> levels = ILogLevelSwitch.Levels;
        return number >= 1 && number <= levels.Count && number == Math.Floor(number) ? levels[levels.Count - (int)number] : null;
    }

    private static double? Number(JsonElement root, string name) =>
        root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) ? number : null;
}
