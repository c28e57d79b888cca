using KongLite.Gateway.Telemetry;

namespace KongLite.Settings;

/// <summary>Where an access log goes and in which form.</summary>
/// <param name="Path">The file as written.</param>
/// <param name="Format">The form.</param>
internal sealed record AccessLogSetting(string Path, AccessLogFormat Format)
{
    private const string Off = "off";
    private const string Combined = "combined";

    /// <summary>Reads a setting: a path, behind which nginx would know a format and how to buffer.</summary>
    /// <returns>Null: the log is off.</returns>
    public static AccessLogSetting? Parse(string text)
    {
        string[] words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words is [] or [Off, ..] ? null
            : new AccessLogSetting(words[0], words is [_, Combined, ..] ? AccessLogFormat.Combined : AccessLogFormat.Kong);
    }

    /// <summary>The file as an absolute path.</summary>
    /// <param name="prefix">The working directory.</param>
    public string PathUnder(string prefix) => System.IO.Path.GetFullPath(Path, prefix);
}
