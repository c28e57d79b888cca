namespace KongLite.Plugins.RequestTransformer;

/// <summary>
/// The named values of a query or a body, and what rules do to them. Names and values have one character for each byte, as headers do; each method tells
/// whether it changed anything.
/// </summary>
internal interface IFields
{
    /// <summary>Takes every value of a name away.</summary>
    bool Remove(string name);

    /// <summary>Moves the values of a name to another, whose own are lost.</summary>
    bool Rename(string name, string other);

    /// <summary>Puts one value in the place of those of a name that is there.</summary>
    bool Replace(string name, string value);

    /// <summary>Adds a name that is not there.</summary>
    bool Add(string name, string value);

    /// <summary>Adds one more value to a name.</summary>
    bool Append(string name, string value);

    /// <summary>The body, written anew.</summary>
    byte[] ToBytes();
}
