using System.Text.RegularExpressions;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;

namespace KongLite.Admin.OpenApi;

/// <summary>What entities are called in the document: <c>KeyAuthCredential</c> as a component, <c>key auth credential</c> in sentences.</summary>
internal static partial class Phrases
{
    private static readonly Dictionary<string, string> Spellings = new(StringComparer.Ordinal)
    {
        ["acl"] = "ACL",
        ["ca"] = "CA",
        ["hmac"] = "HMAC",
        ["jwt"] = "JWT",
        ["oauth2"] = "OAuth2",
        ["sni"] = "SNI",
    };

    /// <summary>Name of the entity's components, and the base of the names of others.</summary>
    public static string ComponentOf(EntitySchema schema) => schema.Record.Type.IsSubclassOf(typeof(Route)) ? nameof(Route) : schema.Record.Type.Name;

    /// <summary>The entity in a sentence: <c>key auth credential</c>.</summary>
    public static string One(EntitySchema schema) =>
        string.Join(' ', Word().Matches(ComponentOf(schema)).Select(word => Spell(word.Value.ToLowerInvariant())));

    /// <summary>Several of them: <c>key auth credentials</c>.</summary>
    public static string Many(EntitySchema schema) => $"{One(schema)}s";

    /// <summary>The entity with its article: <c>a key auth credential</c>, <c>an SNI</c>.</summary>
    public static string Any(EntitySchema schema)
    {
        string one = One(schema);
        // Acronyms are spoken letter by letter: an HMAC, an SNI.
        bool isVowel = "aeiouAO".Contains(one[0], StringComparison.Ordinal) || one.StartsWith("SNI", StringComparison.Ordinal) || one.StartsWith("HMAC", StringComparison.Ordinal);
        return $"{(isVowel ? "an" : "a")} {one}";
    }

    /// <summary>The name under which the entity's operations stand together: <c>Key auth credentials</c>.</summary>
    public static string Tag(EntitySchema schema)
    {
        string many = Many(schema);
        return char.ToUpperInvariant(many[0]) + many[1..];
    }

    private static string Spell(string word) => Spellings.GetValueOrDefault(word, word);

    [GeneratedRegex("OAuth2|[A-Z][a-z0-9]*")]
    private static partial Regex Word();
}
