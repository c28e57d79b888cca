using System.Text.Json.Nodes;
using KongLite.Sdk.Schema.Constraints;

namespace KongLite.Settings;

/// <summary>
/// A rule about one setting. Its message is a whole sentence in which <see cref="Name"/> stands for the property, because Kong's texts put the
/// name in different places.
/// </summary>
internal abstract class SettingRule : ConstraintAttribute
{
    /// <summary>Stands for the property's name in messages; only the first one is replaced, what users wrote comes later.</summary>
    public const string Name = "{name}";

    /// <inheritdoc/>
    public override int Rank => 200;

    /// <inheritdoc/>
    public override void Describe(JsonObject description)
    {
    }
}

/// <summary>A rule about the entries of a list; the first wrong entry gives the message.</summary>
internal abstract class EntriesRule : SettingRule
{
    /// <inheritdoc/>
    public sealed override string? Check(JsonNode value)
    {
        foreach (JsonNode? entry in (JsonArray)value)
        {
            if (CheckEntry(entry?.GetValue<string>() ?? string.Empty) is { } error)
            {
                return error;
            }
        }

        return null;
    }

    /// <summary>The message about one entry, or null when it is fine.</summary>
    protected abstract string? CheckEntry(string entry);
}
