using System.Net;

namespace KongLite.Plugins.Shared.Aws.Providers;

/// <summary>Asks the platform of a container: ECS, EKS Pod Identity, or whoever speaks like them.</summary>
internal sealed class ContainerProvider(AwsEnvironment environment, CredentialHttp http) : ICredentialProvider
{
    // ECS, and EKS Pod Identity over both versions of IP.
    private static readonly IPAddress[] Platforms = [IPAddress.Parse("169.254.170.2"), IPAddress.Parse("169.254.170.23"), IPAddress.Parse("fd00:ec2::23")];

    /// <inheritdoc/>
    public string Name => "container";

    /// <inheritdoc/>
    public async ValueTask<AwsCredentialResult> FetchAsync(CancellationToken cancellationToken)
    {
        if (environment.ContainerCredentialsUri is not { } text)
        {
            return AwsCredentialResult.Absent;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) || !IsAllowed(uri))
        {
            return AwsCredentialResult.Failed(
                "the address of container credentials is not allowed: it has to be https, or http to this machine or the platform");
        }

        string? authorization = environment.ContainerAuthorizationToken;
        if (environment.ContainerAuthorizationTokenFile is { } path)
        {
            SmallFile file = await SmallFile.ReadAsync(path, cancellationToken);
            if (file.Failure is { } unreadable)
            {
                return AwsCredentialResult.Failed(unreadable);
            }

            authorization = file.Text!.Trim();
        }

        var request = new HttpRequestMessage(HttpMethod.Get, uri);
        if (authorization is not null)
        {
            if (!HeaderText.IsLine(authorization))
            {
                request.Dispose();
                return AwsCredentialResult.Failed("the token for container credentials is not one line of text");
            }

            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        CredentialAnswer answer = await http.SendAsync(request, cancellationToken);
        return answer.Status == (int)HttpStatusCode.OK ? CredentialDocument.Read(answer.Text) : AwsCredentialResult.Failed(answer.Refusal);
    }

    // The token must not be readable on its way.
    private static bool IsAllowed(Uri uri) =>
        uri.Scheme == Uri.UriSchemeHttps
        || (uri.Scheme == Uri.UriSchemeHttp
            && (uri.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
                || (IPAddress.TryParse(uri.DnsSafeHost, out IPAddress? address) && (IPAddress.IsLoopback(address) || Platforms.Contains(address)))));
}
