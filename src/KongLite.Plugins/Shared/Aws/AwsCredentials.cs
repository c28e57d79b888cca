namespace KongLite.Plugins.Shared.Aws;

/// <summary>What requests to AWS are signed with.</summary>
/// <param name="AccessKeyId">Id of the access key.</param>
/// <param name="SecretAccessKey">The secret. It must never reach a log or an error.</param>
/// <param name="SessionToken">Token of temporary credentials. Null: the credentials are long-lived.</param>
internal sealed record AwsCredentials(string AccessKeyId, string SecretAccessKey, string? SessionToken)
{
    /// <summary>Whether the parts can go into header lines.</summary>
    public bool IsUsable => IsLine(AccessKeyId) && SecretAccessKey.Length > 0 && (SessionToken is null || IsLine(SessionToken));

    /// <summary>Shows the id only.</summary>
    public override string ToString() => $"credentials of {AccessKeyId}";

    private static bool IsLine(string text) => text.Length > 0 && text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0;
}
