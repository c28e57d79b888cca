using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KongLite.Sdk.Schema;

namespace KongLite.Settings;

/// <summary>Where an access log goes.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AccessLogAttribute : SettingRule
{
    /// <inheritdoc/>
    public override string? Check(JsonNode value) => value.AsText() is { } text && (text.StartsWith("syslog:", StringComparison.Ordinal) || text.Contains('\0'))
        ? $"{Name} must be 'off' or a path, got '{text}'" : null;
}

/// <summary>A time as nginx writes it: numbers with <c>ms</c>, <c>s</c>, <c>m</c>, <c>h</c>, <c>d</c> behind them, largest first; seconds without.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed partial class DurationAttribute : SettingRule
{
    // In milliseconds: what timers can wait for.
    private const long Longest = 24 * 86_400_000L;

    private static readonly (string Unit, long Milliseconds)[] Units = [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1)];

    /// <summary>The time that a text means; null for none, and for a text that is no time.</summary>
    public static TimeSpan? Parse(string? text)
    {
        if (text is null || Form().Match(text) is not { Success: true, Length: > 0 } match)
        {
            return null;
        }

        long total = 0;
        foreach ((string unit, long milliseconds) in Units)
        {
            if (match.Groups[unit] is { Success: true } group)
            {
                total += long.Parse(group.ValueSpan, CultureInfo.InvariantCulture) * milliseconds;
            }
        }

        return total <= Longest ? TimeSpan.FromMilliseconds(total) : null;
    }

    /// <inheritdoc/>
    public override string? Check(JsonNode value) =>
        Parse(value.AsText()) is null ? $"{Name} must be a time such as '30s', '1m30s' or '500ms', of 24 days at most, got '{value.AsText()}'" : null;

    [GeneratedRegex("^((?<d>[0-9]{1,9})d ?)?((?<h>[0-9]{1,9})h ?)?((?<m>[0-9]{1,9})m(?!s) ?)?((?<s>[0-9]{1,9})(s ?|$))?((?<ms>[0-9]{1,9})ms)?$")]
    private static partial Regex Form();
}
