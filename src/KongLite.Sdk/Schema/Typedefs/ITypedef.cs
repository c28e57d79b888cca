using System.Text.Json.Nodes;

namespace KongLite.Sdk.Schema.Typedefs;

/// <summary>A kind of text that several fields share: Kong's <c>typedefs</c>. Used as <c>[Is&lt;Host&gt;]</c>.</summary>
public interface ITypedef
{
    /// <summary>Checks a text.</summary>
    /// <returns>Kong's message, or null when the text is of this kind.</returns>
    static abstract string? Check(string value);

    /// <summary>Adds what <c>/schemas</c> shows of the kind; most of Kong's kinds are functions and show nothing.</summary>
    static virtual void Describe(JsonObject description)
    {
    }
}
