using System.Globalization;

namespace KongLite.Commands;

/// <summary>What the command line asks for.</summary>
/// <param name="Command">One of <see cref="Names"/>.</param>
/// <param name="ConfFile">Path of the configuration file; null: where Kong looks for it.</param>
/// <param name="Options">Settings by property name; they win over all other sources.</param>
internal sealed record CommandLine(string Command, string? ConfFile, IReadOnlyDictionary<string, string> Options)
{
    /// <summary>How to call the program.</summary>
    public const string Usage =
        """
        Usage: konglite [COMMAND] [OPTIONS]

        Commands:
         start       run the node until it is told to stop (the default)
         stop        stop the node of this prefix, after the requests under way
         quit        the same with a bound: -w,--wait before it (default 0), -t,--timeout for it (default 10), in seconds
         check       check the settings: check [FILE]
         health      ask the node with these settings whether it is ready
         migrations  create, look at or delete the tables in PostgreSQL; see konglite migrations --help
         version     print the version

        Options:
         -c,--conf (optional string)    configuration file
         -p,--prefix (optional string)  working directory
         -h,--help                      print this text
        """;

    private const int MostSeconds = 86_400;

    /// <summary>The commands there are.</summary>
    public static IReadOnlyList<string> Names { get; } = ["start", "stop", "quit", "check", "health", "migrations", "version"];

    /// <summary>What <c>migrations</c> is asked for; null for all other commands.</summary>
    public MigrationsArguments? Migrations { get; private init; }

    /// <summary>What <c>quit</c> is told.</summary>
    public QuitOptions Quit { get; private init; } = QuitOptions.Default;

    /// <summary>Reads arguments.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="error">What is wrong with them, or the usage when that was asked for; null: nothing is wrong.</param>
    public static CommandLine? Parse(IReadOnlyList<string> arguments, out string? error)
    {
        string command = "start";
        string? file = null;
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        error = null;
        MigrationsArguments? migrations = null;
        QuitOptions quit = QuitOptions.Default;
        if (arguments is ["migrations", ..])
        {
            migrations = MigrationsArguments.Parse([.. arguments.Skip(1)], out arguments, out error);
            command = "migrations";
        }

        for (int i = 0; i < arguments.Count && error is null; i++)
        {
            bool hasValue = i + 1 < arguments.Count;
            switch (arguments[i])
            {
                case "-h" or "--help":
                    error = Usage;
                    break;
                case "-c" or "--conf" when hasValue:
                    file = arguments[++i];
                    break;
                case "-p" or "--prefix" when hasValue:
                    options["prefix"] = arguments[++i];
                    break;
                case "-w" or "--wait" when command == "quit" && hasValue:
                    quit = quit with { Wait = Seconds(arguments[i], arguments[++i], least: 0, ref error) };
                    break;
                case "-t" or "--timeout" when command == "quit" && hasValue:
                    quit = quit with { Timeout = Seconds(arguments[i], arguments[++i], least: 1, ref error) };
                    break;
                case var word when i == 0 && migrations is null && Names.Contains(word):
                    command = word;
                    break;
                case var word when word.StartsWith('-'):
                    error = $"bad option or missing value: {word}";
                    break;
                case var path when command == "check" && file is null:
                    file = path;
                    break;
                case var word:
                    error = $"No such command: {word}\n\n{Usage}";
                    break;
            }
        }

        return error is null ? new CommandLine(command, file, options) { Migrations = migrations, Quit = quit } : null;
    }

    private static TimeSpan Seconds(string option, string text, int least, ref string? error)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds) && seconds >= least && seconds <= MostSeconds)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        error = $"{option} needs a number of seconds, {least} to {MostSeconds}";
        return default;
    }
}
