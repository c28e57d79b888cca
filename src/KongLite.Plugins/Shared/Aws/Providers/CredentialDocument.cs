using System.Globalization;
using System.Text.Json;

namespace KongLite.Plugins.Shared.Aws.Providers;

/// <summary>Reads the JSON in which platforms give credentials. Nothing of it gets into a failure, as it holds secrets.</summary>
internal static class CredentialDocument
{
    /// <summary>The credentials of a document.</summary>
    /// <param name="json">The document: <c>AccessKeyId</c>, <c>SecretAccessKey</c>, the token and <c>Expiration</c>.</param>
    /// <param name="tokenName">How the token is called there.</param>
    public static AwsCredentialResult Read(string json, string tokenName = "Token")
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            JsonElement root = document.RootElement;
            if (Text(root, "Code") is { } code && code != "Success")
            {
                return AwsCredentialResult.Failed($"the answer's code is {HeaderText.FirstLine(code)}");
            }

            return Text(root, "AccessKeyId") is { } id && Text(root, "SecretAccessKey") is { } secret
                ? Dated(new AwsCredentials(id, secret, Text(root, tokenName)), Text(root, "Expiration"))
                : AwsCredentialResult.Failed("the answer has no credentials");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // The second is what reading a text throws that is not UTF-8.
            return AwsCredentialResult.Failed("the answer is not JSON");
        }
    }

    private static AwsCredentialResult Dated(AwsCredentials credentials, string? expiration) =>
        expiration is null ? AwsCredentialResult.Of(credentials)
        : DateTimeOffset.TryParse(expiration, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? AwsCredentialResult.Of(credentials with { Expiration = time })
            : AwsCredentialResult.Failed("the answer's Expiration is not a time");

    private static string? Text(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
