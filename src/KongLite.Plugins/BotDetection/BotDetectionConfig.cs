using KongLite.Sdk.Schema.Constraints;

namespace KongLite.Plugins.BotDetection;

/// <summary>Configuration of <c>bot-detection</c>. Requests without <c>User-Agent</c> always pass.</summary>
internal sealed record BotDetectionConfig
{
    /// <summary>Regular expressions for values of <c>User-Agent</c> that may pass, looked at first. Case-sensitive, found anywhere in it.</summary>
    [IsRegex(On = Part.Element)]
    public IReadOnlyList<string>? Allow { get; init; } = [];

    /// <summary>Regular expressions for values of <c>User-Agent</c> that are rejected with 403, besides those of known bots.</summary>
    [IsRegex(On = Part.Element)]
    public IReadOnlyList<string>? Deny { get; init; } = [];
}
