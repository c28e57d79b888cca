using System.Text.Json.Nodes;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Constraints;

namespace KongLite.Plugins.Shared.Lua;

/// <summary>A text that is Lua code without syntax errors. KongLite does not run it.</summary>
/// <param name="error">Beginning of the message about code with an error; Lua's own words follow.</param>
internal sealed class LuaCodeAttribute(string error) : ConstraintAttribute
{
    /// <inheritdoc/>
    public override int Rank => 200;

    /// <inheritdoc/>
    public override string? Check(JsonNode value) => LuaSyntax.CheckChunk(value.AsText()!) is { } problem ? $"{error}: {problem}" : null;

    /// <inheritdoc/>
    public override void Describe(JsonObject description)
    {
    }
}
