namespace KongLite.Plugins.Shared.Aws.Providers;

/// <summary>A place where credentials come from.</summary>
internal interface ICredentialProvider
{
    /// <summary>Its name, for the log.</summary>
    string Name { get; }

    /// <summary>Fetches credentials anew; what goes wrong is a result. It is never called twice at a time.</summary>
    ValueTask<AwsCredentialResult> FetchAsync(CancellationToken cancellationToken);
}
