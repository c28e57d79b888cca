using KongLite.Plugins.Shared.Aws.Sts;

namespace KongLite.Plugins.Shared.Aws.Providers;

/// <summary>Assumes a role with the token that an identity provider keeps fresh in a file, as for service accounts of EKS.</summary>
/// <param name="tokenFile">The file. Null: there is none.</param>
/// <param name="session">The role; an empty ARN: there is none.</param>
/// <param name="sts">Who is asked.</param>
internal sealed class WebIdentityProvider(string? tokenFile, RoleSession session, StsClient sts) : ICredentialProvider
{
    /// <inheritdoc/>
    public string Name => "web identity";

    /// <inheritdoc/>
    public async ValueTask<AwsCredentialResult> FetchAsync(CancellationToken cancellationToken)
    {
        if (tokenFile is null || session.RoleArn.Length == 0)
        {
            return AwsCredentialResult.Absent;
        }

        SmallFile file = await SmallFile.ReadAsync(tokenFile, cancellationToken);
        return file.Text is { } token
            ? await sts.AssumeRoleWithWebIdentityAsync(token.Trim(), session, cancellationToken)
            : AwsCredentialResult.Failed(file.Failure!);
    }
}
