using System.Text.RegularExpressions;

namespace KongLite.Sdk.Exchanges;

/// <summary>What the regular expression of a route's path caught, in normal form.</summary>
public sealed class UriCaptures
{
    private readonly Regex? _regex;
    private readonly string _path = string.Empty;
    private IReadOnlyDictionary<string, string>? _named;
    private IReadOnlyList<string?>? _unnamed;
    private string? _whole;

    /// <summary>Captures that are known already.</summary>
    /// <param name="named">Named groups that took part.</param>
    /// <param name="unnamed">Groups by number, from 1; null for those that took no part.</param>
    /// <param name="whole">All that the expression matched; null: there was none.</param>
    public UriCaptures(IReadOnlyDictionary<string, string> named, IReadOnlyList<string?> unnamed, string? whole = null) =>
        (_named, _unnamed, _whole) = (named, unnamed, whole);

    /// <summary>Captures that are looked for when somebody asks; most requests' are not.</summary>
    internal UriCaptures(Regex regex, string path) => (_regex, _path) = (regex, path);

    /// <summary>No captures.</summary>
    public static UriCaptures None { get; } = new(new Dictionary<string, string>(), []);

    /// <summary>Named groups that took part.</summary>
    public IReadOnlyDictionary<string, string> Named => _named ?? Find()._named!;

    /// <summary>Groups by number, the first one at index 0, named ones included; null for those that took no part.</summary>
    public IReadOnlyList<string?> Unnamed => _unnamed ?? Find()._unnamed!;

    /// <summary>All that the expression matched; null when there was none.</summary>
    public string? Whole => _unnamed is null ? Find()._whole : _whole;

    private UriCaptures Find()
    {
        Match match = _regex!.Match(_path);
        var named = new Dictionary<string, string>();
        var unnamed = new string?[match.Groups.Count - 1];
        for (int i = 1; i < match.Groups.Count; i++)
        {
            Group group = match.Groups[i];
            string? value = group.Success ? group.Value : null;
            unnamed[i - 1] = value;
            if (value is not null && !char.IsAsciiDigit(group.Name[0]))
            {
                named[group.Name] = value;
            }
        }

        (_named, _unnamed, _whole) = (named, unnamed, match.Success ? match.Value : null);
        return this;
    }
}
