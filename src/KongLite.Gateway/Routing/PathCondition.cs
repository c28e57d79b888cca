using System.Text.RegularExpressions;
using KongLite.Sdk.Routing;

namespace KongLite.Gateway.Routing;

/// <summary>One of a route's paths: a prefix, or a regular expression behind <c>~</c>.</summary>
internal sealed class PathCondition
{
    /// <summary>Compiles the path.</summary>
    /// <param name="path">The path as configured.</param>
    /// <param name="isPcre">Whether regular expressions may look around and back, as those of the <c>traditional</c> flavour.</param>
    /// <exception cref="ArgumentException">The regular expression is wrong.</exception>
    public PathCondition(string path, bool isPcre = false)
    {
        bool isRegex = path.StartsWith('~');
        Text = isRegex ? path[1..] : path;
        Pattern = !isRegex ? null : isPcre ? PathRegex.CompilePcre(Text) : PathRegex.Compile(Text);
        Prefix = Pattern is null ? path : Pattern.LiteralPrefix;
    }

    /// <summary>The path as configured, without the tilde.</summary>
    public string Text { get; }

    /// <summary>What every matching path begins with; for a regular expression this may be empty, and never suffices.</summary>
    public string Prefix { get; }

    /// <summary>The regular expression; null for a prefix.</summary>
    public PathPattern? Pattern { get; }

    /// <summary>Whether a path in normal form matches, and which text of it.</summary>
    public bool IsMet(string path, out int start, out int length)
    {
        (start, length) = (0, Prefix.Length);
        if (!path.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        if (Pattern is null)
        {
            return true;
        }

        try
        {
            foreach (ValueMatch match in Pattern.Regex.EnumerateMatches(path))
            {
                (start, length) = (match.Index, match.Length);
                return true;
            }
        }
        catch (RegexMatchTimeoutException)
        {
            // PCRE gives up as well, after so many steps.
        }

        return false;
    }
}
