namespace KongLite.Sdk.Routing;

/// <summary>What is wrong with the path of a request.</summary>
public enum RequestPathError
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It has a percent sign without two hexadecimal digits, an encoded NUL or a raw control character, or does not begin with a slash: 400.</summary>
    Malformed,

    /// <summary>Its dot segments climb above the root: 400.</summary>
    AboveRoot,

    /// <summary>Its escapes decode to bytes that are not UTF-8: no route matches.</summary>
    NotUtf8,
}
