using System.Text.RegularExpressions;

namespace KongLite.Sdk.Routing;

/// <summary>A compiled regular expression of a route.</summary>
public sealed class PathPattern
{
    internal PathPattern(Regex regex, string literalPrefix)
    {
        Regex = regex;
        LiteralPrefix = literalPrefix;
        HasGroups = regex.GetGroupNumbers().Length > 1;
    }

    /// <summary>The matcher. Its groups are numbered from left to right, named ones included, as in PCRE.</summary>
    public Regex Regex { get; }

    /// <summary>Text that every match begins with, at the start of the subject; empty when that is not known.</summary>
    public string LiteralPrefix { get; }

    /// <summary>Whether it captures anything.</summary>
    public bool HasGroups { get; }
}
