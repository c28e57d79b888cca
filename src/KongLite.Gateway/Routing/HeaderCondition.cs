using System.Buffers;
using System.Text.RegularExpressions;
using KongLite.Sdk.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace KongLite.Gateway.Routing;

/// <summary>A request header that has to have one of several values. Case does not count; a value behind <c>~*</c> is a regular expression.</summary>
internal sealed class HeaderCondition
{
    private const int MostOnStack = 256;
    private readonly string[] _names;
    private readonly string[] _values;
    private readonly Regex[] _patterns;

    /// <summary>Compiles the condition.</summary>
    /// <exception cref="ArgumentException">A regular expression is wrong.</exception>
    public HeaderCondition(string name, IReadOnlyList<string> values)
    {
        _names = HeaderSpellings.Of(name);
        _values = [.. values.Where(value => !IsPattern(value)).Select(Lower)];
        _patterns = [.. values.Where(IsPattern).Select(value => PathRegex.CompileUnanchored(Lower(value[2..])).Regex)];
    }

    /// <summary>Whether one of the header's lines has one of the values.</summary>
    public bool IsMet(IHeaderDictionary headers)
    {
        foreach (string name in _names)
        {
            if (IsMet(headers, name))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsPattern(string value) => value.StartsWith("~*", StringComparison.Ordinal);

    private static string Lower(string value) => string.Create(value.Length, value, static (lower, value) => Lower(value, lower));

    // ASCII only, like Lua's.
    private static void Lower(ReadOnlySpan<char> value, Span<char> lower)
    {
        for (int i = 0; i < value.Length; i++)
        {
            lower[i] = char.IsAsciiLetterUpper(value[i]) ? (char)(value[i] | 0x20) : value[i];
        }
    }

    private bool IsMet(IHeaderDictionary headers, string name)
    {
        if (!headers.TryGetValue(name, out StringValues lines))
        {
            return false;
        }

        for (int i = 0; i < lines.Count; i++)
        {
            if (IsMet(lines[i]))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsMet(ReadOnlySpan<char> line)
    {
        char[]? rented = line.Length > MostOnStack ? ArrayPool<char>.Shared.Rent(line.Length) : null;
        Span<char> buffer = rented is null ? stackalloc char[MostOnStack] : rented;
        Span<char> lower = buffer[..line.Length];
        Lower(line, lower);
        bool isMet = Matches(lower);
        if (rented is not null)
        {
            ArrayPool<char>.Shared.Return(rented);
        }

        return isMet;
    }

    private bool Matches(ReadOnlySpan<char> line)
    {
        foreach (string value in _values)
        {
            if (line.SequenceEqual(value))
            {
                return true;
            }
        }

        foreach (Regex pattern in _patterns)
        {
            if (pattern.IsMatch(line))
            {
                return true;
            }
        }

        return false;
    }
}
