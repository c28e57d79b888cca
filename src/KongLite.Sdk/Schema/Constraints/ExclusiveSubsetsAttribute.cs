using System.Text.Json.Nodes;

namespace KongLite.Sdk.Schema.Constraints;

/// <summary>A set whose members all belong to one of the given groups.</summary>
/// <param name="groups">The groups, each as its members joined with commas: <c>"http,https"</c>.</param>
public sealed class ExclusiveSubsetsAttribute(params string[] groups) : ConstraintAttribute
{
    private readonly string[][] _groups = [.. groups.Select(group => group.Split(','))];

    /// <inheritdoc/>
    public override int Rank => 210;

    /// <inheritdoc/>
    public override string? Check(JsonNode value)
    {
        var found = new List<string[]>();
        foreach (JsonNode? member in (JsonArray)value)
        {
            if (_groups.FirstOrDefault(group => group.Contains(member.AsText())) is { } group && !found.Contains(group))
            {
                found.Add(group);
            }
        }

        return found.Count > 1
            ? $"these sets are mutually exclusive: {string.Join(", ", found.Select(group => $"('{string.Join("', '", group)}')"))}"
            : null;
    }

    /// <inheritdoc/>
    public override void Describe(JsonObject description) =>
        description["mutually_exclusive_subsets"] =
            new JsonArray([.. _groups.Select(group => new JsonArray([.. group.Select(each => JsonValue.Create(each))]))]);
}
