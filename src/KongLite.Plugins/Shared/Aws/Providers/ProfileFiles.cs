using System.Diagnostics.CodeAnalysis;

namespace KongLite.Plugins.Shared.Aws.Providers;

/// <summary>The shared credentials and config files of AWS's tools, as they are at this moment.</summary>
internal sealed class ProfileFiles
{
    private readonly Dictionary<string, Dictionary<string, string>> _profiles = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, string>> _ssoSessions = new(StringComparer.Ordinal);

    private ProfileFiles()
    {
    }

    /// <summary>Why a file that exists cannot be read; null: what there is was read.</summary>
    public string? Failure { get; private set; }

    /// <summary>Reads both. What the credentials file says about a profile goes before what the config file says.</summary>
    public static async ValueTask<ProfileFiles> ReadAsync(string? credentialsFile, string? configFile, CancellationToken cancellationToken)
    {
        var files = new ProfileFiles();
        await files.AddAsync(configFile, files.SectionOfConfig, cancellationToken);
        await files.AddAsync(credentialsFile, name => SectionOf(files._profiles, name), cancellationToken);
        return files;
    }

    /// <summary>The settings of a profile.</summary>
    public bool TryGetProfile(string name, [NotNullWhen(true)] out IReadOnlyDictionary<string, string>? settings) =>
        TryGet(_profiles, name, out settings);

    /// <summary>The settings of a session of IAM Identity Center.</summary>
    public bool TryGetSsoSession(string name, [NotNullWhen(true)] out IReadOnlyDictionary<string, string>? settings) =>
        TryGet(_ssoSessions, name, out settings);

    private static bool TryGet(
        Dictionary<string, Dictionary<string, string>> sections, string name, [NotNullWhen(true)] out IReadOnlyDictionary<string, string>? settings)
    {
        settings = sections.GetValueOrDefault(name);
        return settings is not null;
    }

    private async ValueTask AddAsync(string? path, Func<string, Dictionary<string, string>?> sectionOf, CancellationToken cancellationToken)
    {
        if (path is null || !File.Exists(path))
        {
            return;
        }

        SmallFile file = await SmallFile.ReadAsync(path, cancellationToken);
        Failure ??= file.Failure;
        Dictionary<string, string>? section = null;
        foreach (ReadOnlySpan<char> each in (file.Text ?? string.Empty).AsSpan().EnumerateLines())
        {
            ReadOnlySpan<char> line = each.Trim();
            if (line.IsEmpty || line[0] is '#' or ';')
            {
                continue;
            }

            if (line[0] == '[')
            {
                int end = line.IndexOf(']');
                section = end < 0 ? null : sectionOf(string.Join(' ', line[1..end].ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
            }
            else if (section is not null && !char.IsWhiteSpace(each[0]) && line.IndexOf('=') is > 0 and int equals)
            {
                // Indented lines belong to the setting above, such as s3, and none of those matters here.
                section[line[..equals].Trim().ToString()] = ValueOf(line[(equals + 1)..]);
            }
        }
    }

    private static string ValueOf(ReadOnlySpan<char> text)
    {
        int comment = text.IndexOf(" #");
        comment = comment < 0 ? text.IndexOf(" ;") : comment;
        return (comment < 0 ? text : text[..comment]).Trim().ToString();
    }

    private Dictionary<string, string>? SectionOfConfig(string name) =>
        name == "default" ? SectionOf(_profiles, name)
        : name.StartsWith("profile ", StringComparison.Ordinal) ? SectionOf(_profiles, name["profile ".Length..].Trim('"'))
        : name.StartsWith("sso-session ", StringComparison.Ordinal) ? SectionOf(_ssoSessions, name["sso-session ".Length..].Trim('"'))
        : null;

    private static Dictionary<string, string> SectionOf(Dictionary<string, Dictionary<string, string>> sections, string name)
    {
        if (!sections.TryGetValue(name, out Dictionary<string, string>? section))
        {
            sections[name] = section = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        }

        return section;
    }
}
