using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace KongLite.Plugins.Shared.Aws.Providers;

/// <summary>What a profile says about IAM Identity Center.</summary>
/// <param name="CacheKey">What the tools' cached token is named after: the session, else the start address.</param>
/// <param name="Region">Region of the portal.</param>
/// <param name="AccountId">The account.</param>
/// <param name="RoleName">The role in it.</param>
internal sealed record SsoRole(string CacheKey, string Region, string AccountId, string RoleName)
{
    /// <summary>The role of a profile. Null: it has none.</summary>
    public static SsoRole? Of(IReadOnlyDictionary<string, string> profile, ProfileFiles files)
    {
        IReadOnlyDictionary<string, string>? session = null;
        if (profile.GetValueOrDefault("sso_session") is { } name)
        {
            files.TryGetSsoSession(name, out session);
        }

        return (profile.GetValueOrDefault("sso_session") ?? profile.GetValueOrDefault("sso_start_url")) is { } key
            && (session?.GetValueOrDefault("sso_region") ?? profile.GetValueOrDefault("sso_region")) is { } region
            && profile.GetValueOrDefault("sso_account_id") is { } account
            && profile.GetValueOrDefault("sso_role_name") is { } role
            ? new SsoRole(key, region, account, role)
            : null;
    }
}

/// <summary>Gets credentials of IAM Identity Center with the token that <c>aws sso login</c> has left. Logging in anew is a person's business.</summary>
internal sealed class SsoProvider(AwsEnvironment environment, CredentialHttp http, TimeProvider clock)
{
    /// <summary>Fetches credentials for a role.</summary>
    public async ValueTask<AwsCredentialResult> FetchAsync(SsoRole role, CancellationToken cancellationToken)
    {
#pragma warning disable CA5350 // AWS's tools name their files so; nothing depends on its strength.
        string name = Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(role.CacheKey))) + ".json";
#pragma warning restore CA5350
        SmallFile file = await SmallFile.ReadAsync(Path.Combine(environment.SsoCache ?? string.Empty, name), cancellationToken);
        if (file.Text is not { } cached || Token(cached) is not { } token)
        {
            return AwsCredentialResult.Failed("no token of IAM Identity Center that is valid: run 'aws sso login'");
        }

        string target = environment.SsoEndpointUrl?.TrimEnd('/') ?? $"https://portal.sso.{role.Region}.amazonaws.com";
        string query = $"role_name={Uri.EscapeDataString(role.RoleName)}&account_id={Uri.EscapeDataString(role.AccountId)}";
        if (!Uri.TryCreate($"{target}/federation/credentials?{query}", UriKind.Absolute, out Uri? uri))
        {
            return AwsCredentialResult.Failed("the address of IAM Identity Center is not valid");
        }

        var request = new HttpRequestMessage(HttpMethod.Get, uri);
        request.Headers.TryAddWithoutValidation("x-amz-sso_bearer_token", token);
        CredentialAnswer answer = await http.SendAsync(request, cancellationToken);
        return answer.Status == 200 ? Read(answer.Text) : AwsCredentialResult.Failed(answer.Refusal);
    }

    private string? Token(string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            string? token = document.RootElement.GetProperty("accessToken").GetString();
            string? end = document.RootElement.GetProperty("expiresAt").GetString();
            return token is not null && HeaderText.IsLine(token)
                && DateTimeOffset.TryParse(end, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset expiration)
                && expiration > clock.GetUtcNow()
                ? token
                : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    private static AwsCredentialResult Read(string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            JsonElement given = document.RootElement.GetProperty("roleCredentials");
            return AwsCredentialResult.Of(
                new AwsCredentials(
                    given.GetProperty("accessKeyId").GetString() ?? string.Empty,
                    given.GetProperty("secretAccessKey").GetString() ?? string.Empty,
                    given.GetProperty("sessionToken").GetString())
                {
                    Expiration = DateTimeOffset.FromUnixTimeMilliseconds(given.GetProperty("expiration").GetInt64()),
                });
        }
        catch (Exception error) when (
            error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentOutOfRangeException)
        {
            return AwsCredentialResult.Failed("the answer of IAM Identity Center has no credentials");
        }
    }
}
