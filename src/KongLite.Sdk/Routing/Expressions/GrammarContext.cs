using Parlot;
using Parlot.Fluent;

namespace KongLite.Sdk.Routing.Expressions;

/// <summary>
/// A run of the grammar. It notes which rules were tried at the furthest place, and says of nested ones the outermost that tells most, as pest does:
/// Kong's messages are pest's.
/// </summary>
internal sealed class GrammarContext(string text) : ParseContext(new Scanner(text))
{
    // Kong has no bound; a bound keeps hostile input from the end of the stack.
    private const int MostNested = 100;
    private readonly List<GrammarRule> _tried = [];
    private int _depth;

    /// <summary>The furthest place where a rule failed.</summary>
    public int Furthest { get; private set; }

    /// <summary>Where parentheses are nested too deeply; -1: nowhere.</summary>
    public int TooDeep { get; private set; } = -1;

    /// <summary>What would have gone on at <see cref="Furthest"/>, in the order of the grammar.</summary>
    public IReadOnlyList<GrammarRule> Tried => [.. _tried.Distinct().Order()];

    /// <summary>How many rules have failed at a place, if it is the furthest.</summary>
    public int CountAt(int place) => place == Furthest ? _tried.Count : 0;

    /// <summary>Notes that a rule failed.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="place">Where it began.</param>
    /// <param name="before"><see cref="CountAt"/> of that place before it began.</param>
    public void Fail(GrammarRule rule, int place, int before)
    {
        // A single rule within says more than this one.
        if (CountAt(place) - before == 1 || place < Furthest)
        {
            return;
        }

        _tried.RemoveRange(place > Furthest ? 0 : before, place > Furthest ? _tried.Count : _tried.Count - before);
        Furthest = place;
        _tried.Add(rule);
    }

    /// <summary>Goes one level deeper, unless that is too deep.</summary>
    public bool TryEnter()
    {
        if (_depth < MostNested)
        {
            _depth++;
            return true;
        }

        TooDeep = TooDeep < 0 ? Scanner.Cursor.Offset : TooDeep;
        return false;
    }

    /// <summary>Comes back from <see cref="TryEnter"/>.</summary>
    public void Leave() => _depth--;
}
