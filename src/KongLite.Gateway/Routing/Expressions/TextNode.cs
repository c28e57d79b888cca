using System.Buffers;
using System.Text.RegularExpressions;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Routing;
using KongLite.Sdk.Routing.Expressions;
using Microsoft.Extensions.Primitives;

namespace KongLite.Gateway.Routing.Expressions;

/// <summary>Compares a text with a value, or several texts: all of them or any. No text meets no comparison, not even <c>!=</c>.</summary>
internal sealed class TextNode(TextField field, bool isLower, bool isAny, Comparison comparison, object value) : ExpressionNode
{
    private const int MostOnStack = 256;
    private readonly string _text = value as string ?? string.Empty;
    private readonly PathPattern? _pattern = value as PathPattern;

    public override bool IsMet(in RequestKey key, ref PathFinding finding) => field.Source switch
    {
        TextSource.Header => IsMetByHeaders(key, ref finding),
        TextSource.Query => IsMetByArguments(key.Query, ref finding),
        _ => field.TryRead(key, out ReadOnlySpan<char> text) && Fits(text, field.Source == TextSource.Path ? key.Path : null, ref finding),
    };

    private bool IsMetByHeaders(in RequestKey key, ref PathFinding finding)
    {
        bool isThere = false;
        foreach (string name in field.Spellings)
        {
            if (!key.Headers.TryGetValue(name, out StringValues lines))
            {
                continue;
            }

            for (int i = 0; i < lines.Count; i++)
            {
                isThere = true;
                if (Fits(lines[i], lines[i], ref finding) == isAny)
                {
                    return isAny;
                }
            }
        }

        return !isAny && isThere;
    }

    private bool IsMetByArguments(QueryArguments? arguments, ref PathFinding finding)
    {
        bool isThere = false;
        IReadOnlyList<KeyValuePair<string, string?>> pairs = arguments?.Pairs ?? [];
        for (int i = 0; i < pairs.Count; i++)
        {
            if (pairs[i].Key != field.Name)
            {
                continue;
            }

            isThere = true;
            string argument = pairs[i].Value ?? string.Empty;
            if (Fits(argument, argument, ref finding) == isAny)
            {
                return isAny;
            }
        }

        return !isAny && isThere;
    }

    private bool Fits(ReadOnlySpan<char> text, string? whole, ref PathFinding finding)
    {
        if (!isLower)
        {
            return Compare(text, whole, ref finding);
        }

        char[]? rented = text.Length > MostOnStack ? ArrayPool<char>.Shared.Rent(text.Length) : null;
        Span<char> lower = rented is null ? stackalloc char[MostOnStack] : rented;
        text.ToLowerInvariant(lower);
        bool fits = Compare(lower[..text.Length], whole: null, ref finding);
        if (rented is not null)
        {
            ArrayPool<char>.Shared.Return(rented);
        }

        return fits;
    }

    private bool Compare(ReadOnlySpan<char> text, string? whole, ref PathFinding finding)
    {
        bool isMet = comparison switch
        {
            Comparison.Equal => text.SequenceEqual(_text),
            Comparison.NotEqual => !text.SequenceEqual(_text),
            Comparison.Prefix => text.StartsWith(_text, StringComparison.Ordinal),
            Comparison.Suffix => text.EndsWith(_text, StringComparison.Ordinal),
            Comparison.Contains => text.Contains(_text, StringComparison.Ordinal),
            _ => Matches(text, whole, ref finding),
        };
        if (isMet && field.Source == TextSource.Path && comparison is Comparison.Equal or Comparison.Prefix or Comparison.Suffix)
        {
            finding.Found(_text);
        }

        return isMet;
    }

    private bool Matches(ReadOnlySpan<char> text, string? whole, ref PathFinding finding)
    {
        foreach (ValueMatch match in _pattern!.Regex.EnumerateMatches(text))
        {
            if (field.Source == TextSource.Path)
            {
                finding.Found(_pattern, match.Index, match.Length);
            }

            if (_pattern.HasGroups)
            {
                finding.Captures(_pattern, whole ?? text.ToString());
            }

            return true;
        }

        return false;
    }
}
