using KongLite.Sdk.Schema;
using Microsoft.Extensions.Primitives;

namespace KongLite.Plugins.ProxyCache;

/// <summary>A <c>Cache-Control</c> header, of however many lines. What it cannot understand it passes over.</summary>
/// <param name="lines">The lines.</param>
internal readonly struct CacheDirectives(StringValues lines)
{
    /// <summary>Whether a directive is there, with a value or without.</summary>
    public bool Has(string name) => TryFind(name, out _);

    /// <summary>The number that a directive has as its value. Null: there is none.</summary>
    public double? Number(string name) =>
        TryFind(name, out string? value) && value is not null && LuaNumber.TryParse(value.Trim(' ', '"'), out double number) ? number : null;

    // The last of two counts.
    private bool TryFind(string name, out string? value)
    {
        value = null;
        bool isFound = false;
        foreach (string? line in lines)
        {
            ReadOnlySpan<char> text = line;
            foreach (Range range in text.Split(','))
            {
                ReadOnlySpan<char> directive = text[range].Trim();
                int equals = directive.IndexOf('=');
                if ((equals < 0 ? directive : directive[..equals]).Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    isFound = true;
                    value = equals < 0 ? null : directive[(equals + 1)..].ToString();
                }
            }
        }

        return isFound;
    }
}
