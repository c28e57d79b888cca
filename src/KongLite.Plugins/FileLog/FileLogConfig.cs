using KongLite.Plugins.Shared.Lua;
using KongLite.Sdk.Schema.Constraints;

namespace KongLite.Plugins.FileLog;

/// <summary>Configuration of <c>file-log</c>.</summary>
internal sealed record FileLogConfig
{
    /// <summary>File to append to; made when it is not there. Relative paths begin at the node's working directory.</summary>
    [Match(@"^[^*&%%\`]+$", Error = "not a valid filename")]
    public required string Path { get; init; }

    /// <summary>Whether the file is opened anew for each request, as log rotation needs.</summary>
    public bool Reopen { get; init; }

    /// <summary>More fields of the entry: name to Lua code that returns a constant; those with other code are left out. Null: none.</summary>
    [LengthMin(1, On = Part.Key), LengthMin(1, On = Part.Element), LuaCode("Error parsing function", On = Part.Element)]
    public IReadOnlyDictionary<string, string>? CustomFieldsByLua { get; init; }
}
