using KongLite.Sdk.Routing;

namespace KongLite.Gateway.Routing.Expressions;

/// <summary>What the comparisons of an expression found: the last one that a path met, and the last regular expression that anything met.</summary>
internal struct PathFinding
{
    /// <summary>Nothing yet.</summary>
    public PathFinding() => Length = -1;

    /// <summary>The value that the path was compared with; null: none.</summary>
    public string? Text { get; private set; }

    /// <summary>Where the text begins that the path's regular expression matched.</summary>
    public int Start { get; private set; }

    /// <summary>Length of the matched text; -1: no comparison of the path was met.</summary>
    public int Length { get; private set; }

    /// <summary>Whether a regular expression matched the path.</summary>
    public bool IsRegex { get; private set; }

    /// <summary>The regular expression that captures; null: none.</summary>
    public PathPattern? Pattern { get; private set; }

    /// <summary>The text that <see cref="Pattern"/> matched in.</summary>
    public string? Subject { get; private set; }

    /// <summary>Notes that the path met a comparison with a text.</summary>
    public void Found(string text) => (Text, Start, Length, IsRegex) = (text, 0, text.Length, false);

    /// <summary>Notes that the path met a regular expression.</summary>
    public void Found(PathPattern pattern, int start, int length) => (Text, Start, Length, IsRegex) = (pattern.Regex.ToString(), start, length, true);

    /// <summary>Notes a regular expression with groups, whatever the field.</summary>
    public void Captures(PathPattern pattern, string subject) => (Pattern, Subject) = (pattern, subject);
}
