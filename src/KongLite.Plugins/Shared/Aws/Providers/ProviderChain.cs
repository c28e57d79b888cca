using System.Text;
using Microsoft.Extensions.Logging;

namespace KongLite.Plugins.Shared.Aws.Providers;

/// <summary>
/// Asks one provider after the other; the first that delivers wins, and stays the one: who a node is must not change because the place where it got its
/// credentials is out of order for a while.
/// </summary>
internal sealed partial class ProviderChain(IReadOnlyList<ICredentialProvider> providers, ILogger logger) : ICredentialProvider
{
    private ICredentialProvider? _chosen;

    /// <inheritdoc/>
    public string Name => _chosen?.Name ?? "the chain";

    /// <inheritdoc/>
    public async ValueTask<AwsCredentialResult> FetchAsync(CancellationToken cancellationToken)
    {
        if (_chosen is { } chosen)
        {
            AwsCredentialResult again = await chosen.FetchAsync(cancellationToken);
            return again.Credentials is not null ? again : AwsCredentialResult.Failed($"{chosen.Name}: {again.Failure ?? "it is not set up any more"}");
        }

        var failures = new StringBuilder();
        foreach (ICredentialProvider provider in providers)
        {
            AwsCredentialResult found = await provider.FetchAsync(cancellationToken);
            if (found.Credentials is not null)
            {
                _chosen = provider;
                return found;
            }

            LogNone(logger, provider.Name, found.Failure ?? "not set up");
            if (found.Failure is { } failure)
            {
                failures.Append(failures.Length == 0 ? " (" : "; ").Append(provider.Name).Append(": ").Append(failure);
            }
        }

        failures.Append(failures.Length == 0 ? string.Empty : ")");
        return AwsCredentialResult.Failed($"none of the providers succeeded, no credentials available{failures}");
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "AWS credentials: none from {Provider}: {Reason}")]
    private static partial void LogNone(ILogger logger, string provider, string reason);
}
