using KongLite.Plugins.Shared.Lua;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Constraints;

namespace KongLite.Plugins.PostFunction;

/// <summary>Configuration of <c>post-function</c>: pieces of Lua code for each phase, which run in order. KongLite checks them and runs none.</summary>
internal sealed record PostFunctionConfig
{
    private const string Error = "error parsing post-function";

    /// <summary>Code for the choice of the certificate, after other plugins; global configurations only.</summary>
    [LuaCode(Error, On = Part.Element), Optional(On = Part.Element)]
    public IReadOnlyList<string> Certificate { get; init; } = [];

    /// <summary>Code for the time before a route is known, after other plugins; global configurations only.</summary>
    [LuaCode(Error, On = Part.Element), Optional(On = Part.Element)]
    public IReadOnlyList<string> Rewrite { get; init; } = [];

    /// <summary>Code for requests on their way to the service, after other plugins.</summary>
    [LuaCode(Error, On = Part.Element), Optional(On = Part.Element)]
    public IReadOnlyList<string> Access { get; init; } = [];

    /// <summary>Code for the header of answers, after other plugins.</summary>
    [LuaCode(Error, On = Part.Element), Optional(On = Part.Element)]
    public IReadOnlyList<string> HeaderFilter { get; init; } = [];

    /// <summary>Code for the body of answers, after other plugins.</summary>
    [LuaCode(Error, On = Part.Element), Optional(On = Part.Element)]
    public IReadOnlyList<string> BodyFilter { get; init; } = [];

    /// <summary>Code for the time after the answer, after other plugins.</summary>
    [LuaCode(Error, On = Part.Element), Optional(On = Part.Element)]
    public IReadOnlyList<string> Log { get; init; } = [];
}
