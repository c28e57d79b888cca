using System.Buffers;
using KongLite.Plugins.Shared;
using KongLite.Sdk.Exchanges;

namespace KongLite.Plugins.Cors;

/// <summary>Which origins may read answers.</summary>
internal sealed class OriginRules
{
    private const string Any = "*";
    private static readonly SearchValues<char> Plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.:/-");
    private readonly Rule[] _rules = [];

    /// <summary>The rules of a configuration.</summary>
    public OriginRules(IReadOnlyList<string>? origins)
    {
        if (origins is null or [] or [Any])
        {
            AllowsAll = true;
        }
        else if (origins is [var only] && IsPlain(only))
        {
            Fixed = HeaderText.Value(only);
        }
        else
        {
            _rules = [.. origins.Select(Rule.Of)];
        }
    }

    /// <summary>True when every origin may: the answer is the same for all.</summary>
    public bool AllowsAll { get; }

    /// <summary>The only origin there is, which every request is told; null: it depends on the request.</summary>
    public string? Fixed { get; }

    /// <summary>What a request is told.</summary>
    /// <param name="origin">Its <c>Origin</c>; null: it has none.</param>
    /// <returns>Value of <c>Access-Control-Allow-Origin</c>; null: none, nobody may read the answer.</returns>
    public string? Answer(string? origin)
    {
        if (AllowsAll || Fixed is not null)
        {
            return Fixed ?? Any;
        }

        if (origin is null)
        {
            return null;
        }

        var asking = Origin.Parse(origin);
        foreach (Rule rule in _rules)
        {
            if (rule.IsAny)
            {
                return Any;
            }

            if (rule.Matches(asking))
            {
                return HeaderText.Safe(asking.Whole);
            }
        }

        return null;
    }

    private static bool IsPlain(string origin) => origin.AsSpan().IndexOfAnyExcept(Plain) < 0;

    /// <summary>One entry: any origin, an origin, or an expression for one or for its host.</summary>
    private sealed class Rule
    {
        private string? _origin;
        private UserPattern? _pattern;
        private bool _isForHost;

        public bool IsAny { get; private init; }

        public static Rule Of(string entry)
        {
            if (entry == Any)
            {
                return new Rule { IsAny = true };
            }

            return IsPlain(entry)
                ? new Rule { _origin = Origin.Parse(entry).Whole }
                // Kong binds only the last of several alternatives to the end, so that a|b lets a.evil pass.
                : new Rule { _pattern = new UserPattern($"^(?:{entry})$"), _isForHost = !entry.Contains(':', StringComparison.Ordinal) };
        }

        public bool Matches(in Origin asking) => _pattern is { } pattern
            ? pattern.IsIn(_isForHost ? asking.Host : asking.Whole, whenUndecided: false)
            : asking.Whole == _origin;
    }
}
