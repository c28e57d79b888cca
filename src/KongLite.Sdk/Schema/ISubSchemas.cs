using System.Text.Json.Nodes;

namespace KongLite.Sdk.Schema;

/// <summary>Chooses the fields of an entity by one of its values, as a plugin's by its <c>name</c>.</summary>
public interface ISubSchemas
{
    /// <summary>The field that decides.</summary>
    string Key { get; }

    /// <summary>The fields and rules for this input.</summary>
    /// <param name="input">The input with defaults filled in; its deciding value is not null.</param>
    /// <param name="error">The message for <see cref="Key"/> when there is no such sub-schema; it is then the only one reported.</param>
    RecordSchema? Find(JsonObject input, out string? error);
}
