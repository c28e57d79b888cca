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
         check       check the settings
         health      ask the node with these settings whether it is ready
         migrations  create, look at or delete the tables in PostgreSQL; see konglite migrations --help
         version     print the version

        Options:
         -c,--conf (optional string)    configuration file
         -p,--prefix (optional string)  working directory
         -h,--help                      print this text
        """;

    /// <summary>The commands there are.</summary>
    public static IReadOnlyList<string> Names { get; } = ["start", "check", "health", "migrations", "version"];

    /// <summary>What <c>migrations</c> is asked for; null for all other commands.</summary>
    public MigrationsArguments? Migrations { get; private init; }

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
                case var word when i == 0 && migrations is null && Names.Contains(word):
                    command = word;
                    break;
                case var word when word.StartsWith('-'):
                    error = $"bad option or missing value: {word}";
                    break;
                case var word:
                    error = $"No such command: {word}\n\n{Usage}";
                    break;
            }
        }

        return error is null ? new CommandLine(command, file, options) { Migrations = migrations } : null;
    }
}
