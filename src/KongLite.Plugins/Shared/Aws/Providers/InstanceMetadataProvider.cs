using System.Net;

namespace KongLite.Plugins.Shared.Aws.Providers;

/// <summary>
/// Asks the metadata of an EC2 instance for the credentials of its role: with a token (version 2), without one (version 1) only where tokens are refused.
/// </summary>
/// <param name="environment">Where it is and what is allowed.</param>
/// <param name="http">The connections.</param>
/// <param name="requiresV2">Whether version 1 is out of the question.</param>
/// <param name="clock">The clock.</param>
internal sealed class InstanceMetadataProvider(AwsEnvironment environment, CredentialHttp http, bool requiresV2, TimeProvider clock) : ICredentialProvider
{
    private const string TokenLifetime = "300";

    // Tokens get lost where the metadata is a hop too far away, as in containers; version 1 then still has time.
    private static readonly TimeSpan TokenTimeout = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public string Name => "EC2 metadata";

    /// <inheritdoc/>
    public async ValueTask<AwsCredentialResult> FetchAsync(CancellationToken cancellationToken)
    {
        if (environment.IsMetadataDisabled)
        {
            return AwsCredentialResult.Absent;
        }

        if (!Uri.TryCreate(environment.MetadataEndpoint, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("http" or "https"))
        {
            return AwsCredentialResult.Failed("the address of the metadata is not valid");
        }

        using var timer = new CancellationTokenSource(CredentialHttp.LocalTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            return await AskAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return AwsCredentialResult.Failed("timeout");
        }
    }

    private async ValueTask<AwsCredentialResult> AskAsync(CancellationToken cancellationToken)
    {
        HttpRequestMessage tokenRequest = Request(HttpMethod.Put, "/latest/api/token");
        tokenRequest.Headers.TryAddWithoutValidation("X-aws-ec2-metadata-token-ttl-seconds", TokenLifetime);
        CredentialAnswer given = await http.SendAsync(tokenRequest, cancellationToken, TokenTimeout);
        string? token = given.Status == (int)HttpStatusCode.OK ? given.Text.Trim() : null;
        if (token is null && (given.IsUnreachable || given.Status == (int)HttpStatusCode.BadRequest))
        {
            return AwsCredentialResult.Failed(given.Refusal);
        }

        if (token is null && (requiresV2 || environment.IsMetadataV1Disabled))
        {
            return AwsCredentialResult.Failed($"no token, and version 1 is not allowed: {given.Refusal}");
        }

        const string Path = "/latest/meta-data/iam/security-credentials/";
        CredentialAnswer roles = await http.SendAsync(Request(HttpMethod.Get, Path, token), cancellationToken);
        string role = HeaderText.FirstLine(roles.Text);
        if (roles.Status != (int)HttpStatusCode.OK || role.Length == 0)
        {
            bool isAnswer = roles.Status is (int)HttpStatusCode.NotFound or (int)HttpStatusCode.OK;
            return AwsCredentialResult.Failed(isAnswer ? "the instance has no role" : roles.Refusal);
        }

        CredentialAnswer answer = await http.SendAsync(Request(HttpMethod.Get, Path + Uri.EscapeDataString(role), token), cancellationToken);
        return answer.Status == (int)HttpStatusCode.OK ? CredentialDocument.Read(answer.Text) : AwsCredentialResult.Failed(answer.Refusal);
    }

    private HttpRequestMessage Request(HttpMethod method, string path, string? token = null)
    {
        var request = new HttpRequestMessage(method, environment.MetadataEndpoint + path);
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("X-aws-ec2-metadata-token", token);
        }

        return request;
    }
}
