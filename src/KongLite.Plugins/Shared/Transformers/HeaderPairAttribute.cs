using System.Text.Json.Nodes;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Constraints;
using KongLite.Sdk.Schema.Typedefs;

namespace KongLite.Plugins.Shared.Transformers;

/// <summary>A text that begins with the name of a header; a colon and a value may follow.</summary>
internal sealed class HeaderPairAttribute : ConstraintAttribute
{
    /// <summary>True when the value is the name of a header, too.</summary>
    public bool IsRename { get; init; }

    /// <inheritdoc/>
    public override int Rank => 200;

    /// <inheritdoc/>
    public override string? Check(JsonNode value)
    {
        (string name, string rest) = NamedValue.Split(value.AsText()!);
        return CheckName(name) ?? (IsRename ? CheckName(rest) : null);
    }

    /// <inheritdoc/>
    public override void Describe(JsonObject description)
    {
    }

    private static string? CheckName(string name) =>
        name.Length > 0 && HeaderName.Check(name) is null ? null : $"'{name}' is not a valid header";
}
