using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace KongLite.Sdk.Routing;

/// <summary>Regular expressions of route paths and headers: linear in the text, as those of Kong's default router.</summary>
public static class PathRegex
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;
    private const int MostKept = 20_000;
    private static readonly ConcurrentDictionary<string, Regex> Compiled = new(StringComparer.Ordinal);

    /// <summary>The expression for a path, anchored at its start. Building one is dear, so equal patterns share it.</summary>
    /// <exception cref="ArgumentException">The pattern is wrong, or needs look-around or back-references.</exception>
    public static Regex Compile(string pattern) => Get($"^(?:{pattern})");

    /// <summary>The expression for a header value, anchored nowhere.</summary>
    /// <exception cref="ArgumentException">As for <see cref="Compile"/>.</exception>
    public static Regex CompileUnanchored(string pattern) => Get(pattern);

    private static Regex Get(string pattern)
    {
        if (Compiled.TryGetValue(pattern, out Regex? known))
        {
            return known;
        }

        if (Compiled.Count >= MostKept)
        {
            Compiled.Clear();
        }

        try
        {
            return Compiled.GetOrAdd(pattern, new Regex(pattern, Options));
        }
        catch (NotSupportedException error)
        {
            throw new ArgumentException(error.Message, nameof(pattern), error);
        }
    }
}
