namespace KongLite.Plugins.Shared.Aws;

/// <summary>Where a plugin wants its credentials from.</summary>
/// <param name="AccessKeyId">Configured id of an access key. Null: the node's own credentials.</param>
/// <param name="SecretAccessKey">Configured secret that belongs to it.</param>
/// <param name="RoleArn">Role to assume with them. Null: none.</param>
internal sealed record AwsCredentialRequest(string? AccessKeyId, string? SecretAccessKey, string? RoleArn)
{
    /// <summary>Shows no secret.</summary>
    public override string ToString() => $"credentials of {AccessKeyId ?? "the node"}";
}

/// <summary>Credentials, or why there are none.</summary>
/// <param name="Credentials">The credentials; null: there are none.</param>
/// <param name="Failure">Text for the log; null: there are credentials.</param>
internal readonly record struct AwsCredentialResult(AwsCredentials? Credentials, string? Failure);

/// <summary>Finds credentials: the configured ones, else those of the node's environment variables. One for all plugins.</summary>
internal sealed class AwsCredentialSource(AwsEnvironment environment)
{
    /// <summary>Finds credentials. It fails rather than sign with others than those asked for.</summary>
    public ValueTask<AwsCredentialResult> GetAsync(AwsCredentialRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Find(request));
    }

    private AwsCredentialResult Find(AwsCredentialRequest request)
    {
        if (request.RoleArn is not null)
        {
            return new AwsCredentialResult(null, "roles cannot be assumed by this version");
        }

        // A configured key that is empty comes from a vault that does not answer; the node's own credentials must not stand in for it.
        AwsCredentials? credentials = request.AccessKeyId is { } id
            ? new AwsCredentials(id, request.SecretAccessKey ?? string.Empty, SessionToken: null)
            : environment.Credentials;
        return credentials is null ? new AwsCredentialResult(null, "none of the providers succeeded, no credentials available")
            : credentials.IsUsable ? new AwsCredentialResult(credentials, null)
            : new AwsCredentialResult(null, "the credentials are empty or not printable");
    }
}
