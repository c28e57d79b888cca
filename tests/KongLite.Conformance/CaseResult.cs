using System.Text.Json.Serialization;

namespace KongLite.Conformance;

/// <summary>What became of a case: a line of the player's report.</summary>
public sealed record CaseResult
{
    [JsonPropertyName("file")]
    public required string File { get; init; }

    [JsonPropertyName("title")]
    public required string Title { get; init; }

    [JsonPropertyName("steps")]
    public required int Steps { get; init; }

    [JsonPropertyName("failures")]
    public required IReadOnlyList<StepFailure> Failures { get; init; }

    /// <summary>Every difference, with its step.</summary>
    public string Describe() => string.Join(
        '\n',
        Failures.Select(failure => $"step {failure.Step}: {failure.Call}\n    {string.Join("\n    ", failure.Differences)}").Prepend($"{Title}:"));
}

/// <summary>A step whose answer is not the recorded one.</summary>
public sealed record StepFailure
{
    [JsonPropertyName("step")]
    public required int Step { get; init; }

    [JsonPropertyName("call")]
    public required string Call { get; init; }

    [JsonPropertyName("differences")]
    public required IReadOnlyList<string> Differences { get; init; }
}
