using System.Collections;
using KongLite.Commands;
using KongLite.Sdk.Exchanges;
using KongLite.Settings;

CommandLine? line = CommandLine.Parse(args, out string? problem);
if (line is null)
{
    bool asked = problem is CommandLine.Usage or MigrationsArguments.Usage;
    await (asked ? Console.Out : Console.Error).WriteLineAsync(asked ? problem : $"Error: {problem}");
    return asked ? 0 : 1;
}

var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(each => (string)each.Key, each => (string)each.Value!);
SettingsResult loaded = new SettingsReader(environment).Load(line.ConfFile, line.Options);
foreach (string error in loaded.Errors)
{
    await Console.Error.WriteLineAsync(line.Command == "check" ? $"[error] {error}" : $"Error: {error}");
}

switch (line.Command, loaded.Settings)
{
    case ("version", _):
        Console.WriteLine($"{NodeInfo.Version} (Kong {NodeInfo.KongVersion})");
        return 0;
    case (_, null):
        return 1;
    case ("check", _):
        Console.WriteLine(line.ConfFile is null ? "configuration is valid" : $"configuration at {line.ConfFile} is valid");
        return 0;
    case ("stop", var settings):
        return await new StopCommand(settings, Terminal.Current).StopAsync();
    case ("quit", var settings):
        return await new StopCommand(settings, Terminal.Current).QuitAsync(line.Quit);
    case ("health", var settings):
        return await HealthCommand.RunAsync(settings);
    case ("migrations", var settings):
        return await new MigrationsCommand(settings, line.Migrations!, Terminal.Current).RunAsync(CancellationToken.None);
    case (_, var settings):
        return await StartCommand.RunAsync(settings, Console.Error);
}
