namespace KongLite.Plugins.Shared.Aws.Providers;

/// <summary>Credentials that are known from the start, or their absence.</summary>
internal sealed class StaticProvider(string name, AwsCredentials? credentials) : ICredentialProvider
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public ValueTask<AwsCredentialResult> FetchAsync(CancellationToken cancellationToken) => ValueTask.FromResult(AwsCredentialResult.Of(credentials));
}
