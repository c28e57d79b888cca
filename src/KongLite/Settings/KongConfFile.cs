using System.Globalization;
using System.Text.RegularExpressions;

namespace KongLite.Settings;

/// <summary>A file of <c>name = value</c> lines, in which <c>#</c> begins a comment.</summary>
internal static partial class KongConfFile
{
    /// <summary>Where the file is looked for when the command line names none.</summary>
    public static IReadOnlyList<string> DefaultPaths { get; } = ["/etc/kong/kong.conf", "/etc/kong.conf"];

    /// <summary>The values of a file, as written, and what is wrong with its lines.</summary>
    /// <param name="path">The file, as errors name it.</param>
    /// <param name="text">Its text.</param>
    /// <param name="errors">Takes one message for each line that is no property.</param>
    public static IReadOnlyDictionary<string, string> Parse(string path, string text, List<string> errors)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            string line = Uncommented(lines[i]).Trim();
            if (line.Length == 0)
            {
                continue;
            }

            int sign = line.IndexOf('=');
            string name = sign < 0 ? line : line[..sign].Trim();
            if (sign < 0 || !Name().IsMatch(name))
            {
                errors.Add(string.Create(CultureInfo.InvariantCulture, $"{path}:{i + 1}: expected 'name = value', got '{line}'"));
                continue;
            }

            values[name] = line[(sign + 1)..].Trim();
        }

        return values;
    }

    // A literal # is written \#.
    private static string Uncommented(string line)
    {
        Match comment = Comment().Match(line);
        return (comment.Success ? line[..comment.Index] : line).Replace("\\#", "#", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"(?<!\\)#")]
    private static partial Regex Comment();

    [GeneratedRegex("^[A-Za-z0-9_]+$")]
    private static partial Regex Name();
}
