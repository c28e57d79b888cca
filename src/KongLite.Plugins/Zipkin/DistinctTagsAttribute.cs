using System.Text.Json.Nodes;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Constraints;

namespace KongLite.Plugins.Zipkin;

/// <summary>A list of tags with different names.</summary>
internal sealed class DistinctTagsAttribute : ConstraintAttribute
{
    /// <inheritdoc/>
    public override int Rank => 200;

    /// <inheritdoc/>
    public override string? Check(JsonNode value)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        string? repeated = ((JsonArray)value).Select(tag => tag?["name"].AsText()).FirstOrDefault(name => name is not null && !seen.Add(name));
        return repeated is null ? null : $"repeated tags are not allowed: {repeated}";
    }

    /// <inheritdoc/>
    public override void Describe(JsonObject description)
    {
    }
}
