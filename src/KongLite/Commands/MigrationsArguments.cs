using System.Globalization;

namespace KongLite.Commands;

/// <summary>What <c>konglite migrations</c> is asked for.</summary>
/// <param name="Action">One of <see cref="Actions"/>.</param>
internal sealed record MigrationsArguments(string Action)
{
    /// <summary>How to call it.</summary>
    public const string Usage =
        """
        Usage: konglite migrations COMMAND [OPTIONS]

        Commands:
         bootstrap  create all tables in an empty database
         up         run new migrations
         finish     finish migrations that 'up' began; KongLite's own need none
         list       print which migrations ran and which are to run
         status     the same as JSON
         reset      delete all tables with all that is in them

        Options:
         -y,--yes                       do not ask before a reset
         -q,--quiet                     print errors only
         -f,--force                     accepted for Kong's scripts; no migration here has to be run twice
         --db-timeout    (default 60)   seconds that connecting and each statement may take
         --lock-timeout  (default 60)   seconds to wait for other nodes that migrate
         -c,--conf (optional string)    configuration file
         -p,--prefix (optional string)  working directory
        """;

    private const int MostSeconds = 86_400;

    /// <summary>The actions there are.</summary>
    public static IReadOnlyList<string> Actions { get; } = ["bootstrap", "up", "finish", "list", "status", "reset"];

    /// <summary>True to reset without asking.</summary>
    public bool Yes { get; private init; }

    /// <summary>True to print errors only.</summary>
    public bool Quiet { get; private init; }

    /// <summary>How long connecting and each statement may take.</summary>
    public TimeSpan DatabaseTimeout { get; private init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long to wait for other nodes that migrate.</summary>
    public TimeSpan LockTimeout { get; private init; } = TimeSpan.FromSeconds(60);

    /// <summary>Reads what follows <c>migrations</c>.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="rest">Those that all commands have.</param>
    /// <param name="error">What is wrong; null: nothing.</param>
    public static MigrationsArguments? Parse(IReadOnlyList<string> arguments, out IReadOnlyList<string> rest, out string? error)
    {
        var others = new List<string>();
        rest = others;
        error = null;
        if (arguments is not [var action, ..] || action is "-h" or "--help")
        {
            error = Usage;
            return null;
        }

        if (!Actions.Contains(action))
        {
            error = $"No such command for migrations: {action}\n\n{Usage}";
            return null;
        }

        var parsed = new MigrationsArguments(action);
        for (int i = 1; i < arguments.Count; i++)
        {
            switch (arguments[i])
            {
                case "-y" or "--yes":
                    parsed = parsed with { Yes = true };
                    break;
                case "-q" or "--quiet":
                    parsed = parsed with { Quiet = true };
                    break;
                case "-f" or "--force":
                    break;
                case "--db-timeout" when Seconds(arguments, i + 1) is { } time:
                    parsed = parsed with { DatabaseTimeout = time };
                    i++;
                    break;
                case "--lock-timeout" when Seconds(arguments, i + 1) is { } time:
                    parsed = parsed with { LockTimeout = time };
                    i++;
                    break;
                case "--db-timeout" or "--lock-timeout":
                    error = $"{arguments[i]} needs a number of seconds, 1 to {MostSeconds}";
                    return null;
                default:
                    others.Add(arguments[i]);
                    break;
            }
        }

        return parsed;
    }

    private static TimeSpan? Seconds(IReadOnlyList<string> arguments, int index) =>
        index < arguments.Count && int.TryParse(arguments[index], NumberStyles.None, CultureInfo.InvariantCulture, out int seconds) && seconds is > 0 and <= MostSeconds
            ? TimeSpan.FromSeconds(seconds)
            : null;
}
