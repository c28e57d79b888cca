using System.Text.RegularExpressions;
using KongLite.Sdk.Routing;

namespace KongLite.Plugins.Shared;

/// <summary>A regular expression from a configuration, searched in what strangers send: linear in the text where it can be, else bounded in time.</summary>
internal sealed class UserPattern
{
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(100);
    private readonly Regex _regex;

    /// <summary>An expression.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public UserPattern(string pattern) => _regex = Compile(pattern);

    /// <summary>Whether it is found anywhere in a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="whenUndecided">The answer when the search takes too long.</param>
    public bool IsIn(ReadOnlySpan<char> text, bool whenUndecided)
    {
        try
        {
            return _regex.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return whenUndecided;
        }
    }

    // Look-around and back-references, which PCRE has, have no linear matcher.
    private static Regex Compile(string pattern)
    {
        try
        {
            return PathRegex.CompileUnanchored(pattern).Regex;
        }
        catch (ArgumentException)
        {
            return new Regex(pattern, RegexOptions.CultureInvariant, Longest);
        }
    }
}
