namespace KongLite.Plugins.Shared.Aws.Sts;

/// <summary>A role to assume.</summary>
/// <param name="RoleArn">ARN of the role.</param>
/// <param name="Name">Name of the session, which AWS's own logs show.</param>
internal sealed record RoleSession(string RoleArn, string Name)
{
    private const int ShortestArn = 20;
    private const int LongestArn = 2048;
    private const int ShortestName = 2;
    private const int LongestName = 64;

    /// <summary>What the owner of the role asks for. Null: nothing.</summary>
    public string? ExternalId { get; init; }

    /// <summary>How long the session lasts, in seconds. Null: what STS sets, an hour.</summary>
    public string? DurationSeconds { get; init; }

    /// <summary>What is wrong with it, in Kong's words; null: nothing.</summary>
    public string? Problem => Bound("RoleArn", RoleArn, ShortestArn, LongestArn) ?? Bound("RoleSessionName", Name, ShortestName, LongestName);

    private static string? Bound(string parameter, string value, int shortest, int longest) =>
        value.Length < shortest ? FormattableString.Invariant($"STS:assumeRole() validation error: params.{parameter}: minimum length of {shortest}")
        : value.Length > longest ? FormattableString.Invariant($"STS:assumeRole() validation error: params.{parameter}: maximum length of {longest}")
        : null;
}
