using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KongLite.Gateway.Pipeline;
using KongLite.Sdk.Schema;

namespace KongLite.Settings;

/// <summary>A file with the text of errors.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ErrorTemplateAttribute : SettingRule
{
    /// <summary>The template of a file.</summary>
    /// <param name="path">The file; null: none.</param>
    /// <param name="error">What is wrong with it; null: nothing.</param>
    public static ErrorTemplate? Read(string? path, out string? error)
    {
        error = null;
        try
        {
            return path is null ? null : ErrorTemplate.Parse(File.ReadAllText(path), out error);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            error = failure.Message;
            return null;
        }
    }

    /// <inheritdoc/>
    public override string? Check(JsonNode value) =>
        Read(value.AsText(), out string? error) is null ? $"{Name}: cannot use {value.AsText()}: {error}" : null;
}

/// <summary>The name of a charset, or <c>off</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed partial class CharsetNameAttribute : SettingRule
{
    /// <summary>Stands for no charset.</summary>
    public const string Off = "off";

    /// <summary>The charset that a text names; null: none.</summary>
    public static string? Parse(string? text) => text is Off ? null : text;

    /// <inheritdoc/>
    public override string? Check(JsonNode value) =>
        Form().IsMatch(value.AsText() ?? string.Empty) ? null : $"{Name} must be the name of a charset or 'off', got '{value.AsText()}'";

    [GeneratedRegex(@"^[A-Za-z0-9._:+-]{1,40}\z")]
    private static partial Regex Form();
}
