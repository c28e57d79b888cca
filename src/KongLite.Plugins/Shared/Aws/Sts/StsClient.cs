using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using KongLite.Sdk.Exchanges;

namespace KongLite.Plugins.Shared.Aws.Sts;

/// <summary>Asks the AWS Security Token Service for temporary credentials.</summary>
/// <param name="endpoint">Where it is. Null: the address is not valid.</param>
/// <param name="failure">What is wrong with the address.</param>
/// <param name="http">The connections.</param>
/// <param name="clock">The time of signatures.</param>
internal sealed class StsClient(StsEndpoint? endpoint, string? failure, CredentialHttp http, TimeProvider clock)
{
    private const string FormType = "application/x-www-form-urlencoded; charset=utf-8";
    private readonly SigV4Signer _signer = new(endpoint?.SigningRegion ?? string.Empty, "sts");

    /// <summary>Assumes a role with credentials that are allowed to.</summary>
    public ValueTask<AwsCredentialResult> AssumeRoleAsync(AwsCredentials credentials, RoleSession session, CancellationToken cancellationToken) =>
        AskAsync("AssumeRole", session, token: null, credentials, cancellationToken);

    /// <summary>Assumes a role with the token of an identity provider. The request is not signed.</summary>
    public ValueTask<AwsCredentialResult> AssumeRoleWithWebIdentityAsync(string token, RoleSession session, CancellationToken cancellationToken) =>
        AskAsync("AssumeRoleWithWebIdentity", session, token, credentials: null, cancellationToken);

    private async ValueTask<AwsCredentialResult> AskAsync(
        string action, RoleSession session, string? token, AwsCredentials? credentials, CancellationToken cancellationToken)
    {
        if ((session.Problem ?? failure) is { } problem)
        {
            return AwsCredentialResult.Failed(problem);
        }

        var form = new StringBuilder();
        Add(form, "Action", action);
        Add(form, "Version", "2011-06-15");
        Add(form, "RoleArn", session.RoleArn);
        Add(form, "RoleSessionName", session.Name);
        Add(form, "ExternalId", session.ExternalId);
        Add(form, "DurationSeconds", session.DurationSeconds);
        Add(form, "WebIdentityToken", token);
        CredentialAnswer answer = await http.SendAsync(Request(Encoding.ASCII.GetBytes(form.ToString()), credentials), cancellationToken);
        return answer switch
        {
            { Status: 200 } => StsAnswer.Credentials(answer.Text),
            { Failure: { } reason } => AwsCredentialResult.Failed($"STS: {reason}"),
            _ => AwsCredentialResult.Failed(StsAnswer.Refusal(answer)),
        };
    }

    // The parameters travel in the body, so that no address with a token gets into somebody's log.
    private HttpRequestMessage Request(byte[] body, AwsCredentials? credentials)
    {
        Uri uri = endpoint!.Uri;
        var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", FormType);
        var request = new HttpRequestMessage(HttpMethod.Post, uri) { Content = content, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        HttpRequestHeaders headers = request.Headers;
        headers.Host = uri.IsDefaultPort ? uri.IdnHost : uri.Authority;
        headers.TryAddWithoutValidation("User-Agent", NodeInfo.ServerToken);
        if (credentials is not null)
        {
            string time = SigV4.FormatTime(clock.GetUtcNow());
            headers.TryAddWithoutValidation("X-Amz-Date", time);
            if (credentials.SessionToken is { } token)
            {
                headers.TryAddWithoutValidation("X-Amz-Security-Token", token);
            }

            headers.TryAddWithoutValidation("Authorization", Sign(uri, headers.Host, body, credentials, time));
        }

        return request;
    }

    private string Sign(Uri uri, string host, byte[] body, AwsCredentials credentials, string time)
    {
        ReadOnlySpan<SigV4Header> headers =
        [
            new("content-type", FormType),
            new("host", host),
            new("x-amz-date", time),
            new("x-amz-security-token", credentials.SessionToken ?? string.Empty),
        ];
        var request = new SigV4Request
        {
            Method = "POST",
            Path = uri.AbsolutePath,
            Query = uri.Query.AsSpan().TrimStart('?'),
            Headers = credentials.SessionToken is null ? headers[..^1] : headers,
            BodyHash = SHA256.HashData(body),
        };
        return _signer.Sign(request, credentials, time);
    }

    private static void Add(StringBuilder form, string name, string? value)
    {
        if (value is not null)
        {
            form.Append(form.Length == 0 ? string.Empty : "&").Append(name).Append('=').Append(QueryText.Escape(value));
        }
    }
}
