namespace KongLite.Store.Declarative;

/// <summary>A text that is neither YAML nor JSON, or too large to be taken apart. Never leaves the reader.</summary>
internal sealed class DeclarativeSyntaxException(long line, long column, string reason) : Exception(reason)
{
    /// <summary>True when the text may be fine, but is more than is read.</summary>
    public bool IsTooMuch { get; init; }

    /// <summary>Line, from 1.</summary>
    public long Line { get; } = line;

    /// <summary>Column, from 1.</summary>
    public long Column { get; } = column;
}
