using System.Text.Json.Nodes;
using KongLite.Sdk.Schema;

namespace KongLite.Settings;

/// <summary>What became of the settings.</summary>
/// <param name="Settings">The settings; null when there are errors.</param>
/// <param name="Errors">Everything that is wrong, one line each.</param>
internal sealed record SettingsResult(NodeSettings? Settings, IReadOnlyList<string> Errors);

/// <summary>Turns texts into <see cref="NodeSettings"/>.</summary>
/// <param name="environment">The environment, for <c>KONG_*</c> and for vault references.</param>
internal sealed class SettingsReader(IReadOnlyDictionary<string, string> environment)
{
    private static readonly RecordSchema Schema = SchemaReader.Read(typeof(NodeSettings));
    private static readonly SchemaProcessor Processor = new(new SchemaCatalog([], []), TimeProvider.System);
    private static readonly string[] ConnectionSettings = ["pg_host", "pg_port", "pg_user", "pg_password", "pg_database", "pg_schema"];

    /// <summary>Reads the three sources: the file, above it <c>KONG_*</c>, above that the command line.</summary>
    /// <param name="file">Path of the file; null: the first of <see cref="KongConfFile.DefaultPaths"/> that exists, if any.</param>
    /// <param name="options">Properties that the command line sets.</param>
    public SettingsResult Load(string? file, IReadOnlyDictionary<string, string> options)
    {
        var errors = new List<string>();
        string? path = file ?? KongConfFile.DefaultPaths.FirstOrDefault(File.Exists);
        if (path is not null && !File.Exists(path))
        {
            return new SettingsResult(null, [$"no file at: {path}"]);
        }

        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            Lay(texts, path is null ? [] : KongConfFile.Parse(path, File.ReadAllText(path), errors));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new SettingsResult(null, [$"{path}: {error.Message}"]);
        }

        Lay(texts, EnvironmentSettings.Read(environment, IsKnown));
        Lay(texts, options);
        return errors.Count > 0 ? new SettingsResult(null, errors) : Read(texts);
    }

    /// <summary>Reads properties, by their names in the file.</summary>
    public SettingsResult Read(IReadOnlyDictionary<string, string> texts)
    {
        var errors = new List<string>();
        var references = new Dictionary<string, string>(StringComparer.Ordinal);
        var record = new JsonObject();
        foreach ((string name, string text) in texts)
        {
            string? value = Dereferenced(name, text.Trim(), references, errors);
            if (Schema.Find(name) is { } field && value is not null)
            {
                record[name] = SettingText.Parse(field, value, out string? error);
                AddIfAny(errors, error);
            }
            else if (!IsKnown(name))
            {
                errors.Add($"unknown property '{name}' ({EnvironmentSettings.Variable(name)}), see docs/settings.md");
            }
        }

        ChooseDatabase(record, texts, errors);
        // A text of the wrong type has its message already, and null would add another.
        if (errors.Count == 0 && Processor.Process(Schema, record) is { } wrong)
        {
            errors.AddRange(Messages(wrong.Fields, texts));
        }

        return errors.Count > 0
            ? new SettingsResult(null, errors)
            : new SettingsResult((NodeSettings)Schema.Bind(record) with { Extras = Extras(texts, references) }, []);
    }

    private static bool IsKnown(string name) => Schema.Find(name) is not null || KnownProperties.Contains(name);

    private static void Lay(Dictionary<string, string> lower, IEnumerable<KeyValuePair<string, string>> upper)
    {
        foreach ((string name, string value) in upper)
        {
            lower[name] = value;
        }
    }

    private static void ChooseDatabase(JsonObject record, IReadOnlyDictionary<string, string> texts, List<string> errors)
    {
        if (texts.GetValueOrDefault("database")?.Trim() == "cassandra")
        {
            errors.Add("Cassandra as a datastore for Kong is not supported in versions 3.4 and above. Please use Postgres.");
        }
        else if (!record.ContainsKey("database") && ConnectionSettings.Any(name => texts.GetValueOrDefault(name) is { Length: > 0 }))
        {
            record["database"] = "postgres";
        }
    }

    private string? Dereferenced(string name, string text, Dictionary<string, string> references, List<string> errors)
    {
        const string Environment = "{vault://env/";
        if (!VaultReference.Is(text))
        {
            return text;
        }

        references[name] = text;
        string variable = text.StartsWith(Environment, StringComparison.Ordinal)
            ? text[Environment.Length..^1].Replace('-', '_').ToUpperInvariant() : string.Empty;
        if (environment.TryGetValue(variable, out string? value))
        {
            return value;
        }

        errors.Add($"{name}: no value for the reference {text}");
        return null;
    }

    private static SettingsExtras Extras(IReadOnlyDictionary<string, string> texts, Dictionary<string, string> references) => new(
        references,
        texts.Where(each => KnownProperties.IsDirective(each.Key)).ToDictionary(each => each.Key, each => each.Value, StringComparer.Ordinal),
        [.. texts.Keys.Where(name => Schema.Find(name) is null).Order(StringComparer.Ordinal)]);

    private static IEnumerable<string> Messages(JsonObject errors, IReadOnlyDictionary<string, string> texts)
    {
        foreach ((string name, JsonNode? error) in errors)
        {
            if (name == SchemaErrors.EntityKey)
            {
                foreach (JsonNode? message in (JsonArray)error!)
                {
                    yield return message.AsText()!;
                }
            }
            else
            {
                yield return Message(name, error.AsText() ?? error!.ToJsonString(), texts.GetValueOrDefault(name)?.Trim());
            }
        }
    }

    private static string Message(string name, string message, string? text)
    {
        const string OneOf = "expected one of: ";
        if (message.StartsWith(OneOf, StringComparison.Ordinal))
        {
            return $"{name} has an invalid value: '{text}' ({message[OneOf.Length..]})";
        }

        int place = message.IndexOf(SettingRule.Name, StringComparison.Ordinal);
        return place < 0 ? $"{name}: {message}" : $"{message[..place]}{name}{message[(place + SettingRule.Name.Length)..]}";
    }

    private static void AddIfAny(List<string> errors, string? error)
    {
        if (error is not null)
        {
            errors.Add(error);
        }
    }
}
