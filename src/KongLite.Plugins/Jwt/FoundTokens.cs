namespace KongLite.Plugins.Jwt;

/// <summary>The tokens of a request. The same one in several places counts once.</summary>
internal struct FoundTokens
{
    private bool _hasValueless;

    /// <summary>The token; empty: there is none, or one of those that have no text.</summary>
    public ReadOnlyMemory<char> Token { get; private set; }

    /// <summary>Whether there is anything.</summary>
    public readonly bool IsEmpty => Token.IsEmpty && !_hasValueless;

    /// <summary>Whether there are several, of which none can be preferred.</summary>
    public bool AreSeveral { get; private set; }

    /// <summary>Adds a token; an empty one is none.</summary>
    public void Add(ReadOnlyMemory<char> token)
    {
        if (token.IsEmpty || token.Span.SequenceEqual(Token.Span))
        {
            return;
        }

        AreSeveral |= !IsEmpty;
        Token = token;
    }

    /// <summary>Adds an argument without a value: something is there, but it is no token.</summary>
    public void AddValueless()
    {
        AreSeveral |= !Token.IsEmpty;
        _hasValueless = true;
    }
}
