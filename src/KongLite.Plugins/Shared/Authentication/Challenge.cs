using KongLite.Sdk.Exchanges;

namespace KongLite.Plugins.Shared.Authentication;

/// <summary>The value of <c>WWW-Authenticate</c>.</summary>
internal static class Challenge
{
    /// <summary>A scheme and its realm, as Kong writes them: quotes within the realm stay as they are.</summary>
    /// <param name="scheme">Such as <c>Basic</c>.</param>
    /// <param name="realm">The realm; null: none.</param>
    public static string Of(string scheme, string? realm) => realm is null ? scheme : $"{scheme} realm=\"{HeaderText.Bytes(OneLine(realm))}\"";

    // The server refuses to send control characters.
    private static string OneLine(string realm) => string.Create(realm.Length, realm, static (line, text) =>
    {
        for (int i = 0; i < line.Length; i++)
        {
            line[i] = char.IsControl(text[i]) ? ' ' : text[i];
        }
    });
}
