namespace KongLite.Sdk.Exchanges;

/// <summary>What the regular expression of a route's path caught, in normal form.</summary>
/// <param name="Named">Named groups that took part.</param>
/// <param name="Unnamed">Groups by number, from 1; null for those that took no part.</param>
public sealed record UriCaptures(IReadOnlyDictionary<string, string> Named, IReadOnlyList<string?> Unnamed)
{
    /// <summary>No captures.</summary>
    public static UriCaptures None { get; } = new(new Dictionary<string, string>(), []);
}
