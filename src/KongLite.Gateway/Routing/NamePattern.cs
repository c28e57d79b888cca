namespace KongLite.Gateway.Routing;

/// <summary>A host or TLS server name, whole or with a wildcard label at one end. Compared with case, as Kong does.</summary>
/// <param name="Kind">What <paramref name="Text"/> is compared with.</param>
/// <param name="Text">The name without its asterisk.</param>
internal readonly record struct NamePattern(NamePatternKind Kind, string Text)
{
    /// <summary>Reads a name in which an asterisk may be the first or the last character.</summary>
    public static NamePattern Parse(string name)
    {
        if (name.StartsWith('*'))
        {
            return new NamePattern(NamePatternKind.Suffix, name[1..]);
        }

        return name.EndsWith('*') ? new NamePattern(NamePatternKind.Prefix, name[..^1]) : new NamePattern(NamePatternKind.Whole, name);
    }

    /// <summary>Whether a name is one of these.</summary>
    public bool Matches(ReadOnlySpan<char> name) => Kind switch
    {
        NamePatternKind.Suffix => name.EndsWith(Text, StringComparison.Ordinal),
        NamePatternKind.Prefix => name.StartsWith(Text, StringComparison.Ordinal),
        _ => name.SequenceEqual(Text),
    };
}

/// <summary>Which part of a name counts.</summary>
internal enum NamePatternKind
{
    /// <summary>All of it.</summary>
    Whole,

    /// <summary>Its end: <c>*.example.com</c>.</summary>
    Suffix,

    /// <summary>Its beginning: <c>example.*</c>.</summary>
    Prefix,
}
