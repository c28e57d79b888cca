using KongLite.Plugins.Shared.Aws.Sts;

namespace KongLite.Plugins.Shared.Aws.Providers;

/// <summary>Assumes a role with other credentials.</summary>
internal sealed class AssumeRoleProvider(RefreshingCredentials source, StsClient sts, RoleSession session) : ICredentialProvider
{
    /// <inheritdoc/>
    public string Name => "AssumeRole";

    /// <inheritdoc/>
    public async ValueTask<AwsCredentialResult> FetchAsync(CancellationToken cancellationToken)
    {
        AwsCredentialResult found = await source.GetAsync(cancellationToken);
        return found.Credentials is { } credentials ? await sts.AssumeRoleAsync(credentials, session, cancellationToken) : found;
    }
}
