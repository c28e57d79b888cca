namespace KongLite.Plugins.Shared.Aws;

/// <summary>What requests to AWS are signed with.</summary>
/// <param name="AccessKeyId">Id of the access key.</param>
/// <param name="SecretAccessKey">The secret. It must never reach a log or an error.</param>
/// <param name="SessionToken">Token of temporary credentials. Null: the credentials are long-lived.</param>
internal sealed record AwsCredentials(string AccessKeyId, string SecretAccessKey, string? SessionToken)
{
    /// <summary>When AWS stops accepting them. Null: not known, or never.</summary>
    public DateTimeOffset? Expiration { get; init; }

    /// <summary>Whether the parts can go into header lines.</summary>
    public bool IsUsable => HeaderText.IsLine(AccessKeyId) && SecretAccessKey.Length > 0 && (SessionToken is null || HeaderText.IsLine(SessionToken));

    /// <summary>Shows the id only.</summary>
    public override string ToString() => $"credentials of {AccessKeyId}";
}

/// <summary>Credentials, or why there are none. Neither: whoever was asked has none to give, as it is not set up.</summary>
/// <param name="Credentials">The credentials; null: there are none.</param>
/// <param name="Failure">Text for the log, without a secret; null: nothing went wrong.</param>
internal readonly record struct AwsCredentialResult(AwsCredentials? Credentials, string? Failure)
{
    /// <summary>Nothing is set up that could have credentials.</summary>
    public static AwsCredentialResult Absent => default;

    /// <summary>Credentials.</summary>
    public static AwsCredentialResult Of(AwsCredentials? credentials) => new(credentials, null);

    /// <summary>A failure.</summary>
    public static AwsCredentialResult Failed(string reason) => new(null, reason);
}
