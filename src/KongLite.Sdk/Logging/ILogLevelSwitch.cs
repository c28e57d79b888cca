namespace KongLite.Sdk.Logging;

/// <summary>The log level of the node, which the Admin API changes while it runs.</summary>
public interface ILogLevelSwitch
{
    /// <summary>Kong's levels, from the most to the least talkative.</summary>
    static IReadOnlyList<string> Levels { get; } = ["debug", "info", "notice", "warn", "error", "crit", "alert", "emerg"];

    /// <summary>The level in force, one of <see cref="Levels"/>.</summary>
    string Level { get; }

    /// <summary>Puts another level in force.</summary>
    /// <param name="level">One of <see cref="Levels"/>.</param>
    /// <param name="duration">When to return to the configured level; zero: never.</param>
    void Set(string level, TimeSpan duration);
}
