namespace KongLite.Plugins.Shared.Aws;

/// <summary>What the node's environment variables say about AWS. Read once, at start.</summary>
/// <param name="Region">The region. Null: none is named.</param>
/// <param name="Credentials">Credentials. Null: none are given.</param>
internal sealed record AwsEnvironment(string? Region, AwsCredentials? Credentials)
{
    /// <summary>Reads the variables. Empty ones count as missing.</summary>
    /// <param name="variable">Gives the value of a variable, or null.</param>
    public static AwsEnvironment Read(Func<string, string?> variable) => new(
        Value(variable, "AWS_REGION") ?? Value(variable, "AWS_DEFAULT_REGION"),
        Credential(variable, "AWS") ?? Credential(variable, "AMAZON"));

    private static AwsCredentials? Credential(Func<string, string?> variable, string prefix) =>
        Value(variable, $"{prefix}_ACCESS_KEY_ID") is { } id
            ? new AwsCredentials(id, Value(variable, $"{prefix}_SECRET_ACCESS_KEY") ?? string.Empty, Value(variable, $"{prefix}_SESSION_TOKEN"))
            : null;

    private static string? Value(Func<string, string?> variable, string name) => variable(name) is { Length: > 0 } value ? value : null;
}
