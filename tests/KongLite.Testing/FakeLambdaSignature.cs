using System.Security.Cryptography;
using System.Text;

namespace KongLite.Testing;

/// <summary>Signature version 4 from the receiver's side, written apart from the gateway's so that one checks the other.</summary>
internal static class FakeLambdaSignature
{
    /// <summary>What is wrong with a call's signature; null: nothing.</summary>
    public static string? Check(FakeInvocation call, IDictionary<string, string> secrets)
    {
        if (!call.Headers.TryGetValue("Authorization", out string? authorization) || !authorization.StartsWith("AWS4-HMAC-SHA256 ", StringComparison.Ordinal))
        {
            return "Missing Authentication Token";
        }

        Dictionary<string, string> parts = authorization[17..].Split(", ").Select(part => part.Split('=', 2)).ToDictionary(part => part[0], part => part[1]);
        string[] scope = parts["Credential"].Split('/');
        string time = call.Headers.GetValueOrDefault("X-Amz-Date", string.Empty);
        string[] signed = parts["SignedHeaders"].Split(';');
        if (!secrets.TryGetValue(scope[0], out string? secret))
        {
            return "The security token included in the request is invalid.";
        }

        if (!time.StartsWith(scope[1], StringComparison.Ordinal) || scope[3] != "lambda" || scope[4] != "aws4_request")
        {
            return "Credential should be scoped to the service and date";
        }

        if (!signed.Contains("host") || call.Headers.Keys.Any(name => name.StartsWith("X-Amz-", StringComparison.OrdinalIgnoreCase) && !signed.Contains(name.ToLowerInvariant())))
        {
            return "There were headers present in the request which were not signed";
        }

        string canonical = string.Join('\n',
        [
            call.Method,
            string.Join('/', call.Path.Split('/').Select(Uri.EscapeDataString)),
            string.Join('&', call.Query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(Again).Order(StringComparer.Ordinal)),
            .. signed.Select(name => $"{name}:{call.Headers.GetValueOrDefault(name, string.Empty).Trim()}"),
            string.Empty,
            parts["SignedHeaders"],
            Convert.ToHexStringLower(SHA256.HashData(call.Body)),
        ]);
        byte[] key = Encoding.UTF8.GetBytes("AWS4" + secret);
        foreach (string step in scope[1..])
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(step));
        }

        string text = $"AWS4-HMAC-SHA256\n{time}\n{string.Join('/', scope[1..])}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text))) == parts["Signature"]
            ? null
            : "The request signature we calculated does not match the signature you provided.";
    }

    private static string Again(string pair) => string.Join('=', pair.Split('=', 2).Select(part => Uri.EscapeDataString(Uri.UnescapeDataString(part))));
}
