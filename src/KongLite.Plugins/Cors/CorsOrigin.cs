using KongLite.Sdk.Schema.Constraints;
using KongLite.Sdk.Schema.Typedefs;

namespace KongLite.Plugins.Cors;

/// <summary>An origin as <c>cors</c> takes it: <c>*</c> or a regular expression, which every plain origin is, too.</summary>
internal sealed class CorsOrigin : ITypedef
{
    private static readonly IsRegexAttribute Regex = new();

    /// <inheritdoc/>
    public static string? Check(string value) => value == "*" || Regex.Check(value) is null ? null : $"'{value}' is not a valid regex";
}
