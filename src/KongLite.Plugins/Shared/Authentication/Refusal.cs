using System.Text.Json.Nodes;

namespace KongLite.Plugins.Shared.Authentication;

/// <summary>Why a request is not authenticated, and what its client is told: always with 401.</summary>
/// <param name="Message">Text of an error in the form that the client accepts.</param>
/// <param name="Challenge">Value of <c>WWW-Authenticate</c>; null: none is sent.</param>
internal sealed record Refusal(string Message, string? Challenge)
{
    /// <summary>Compact JSON in place of the message; null: the message.</summary>
    public JsonObject? Json { get; init; }
}
