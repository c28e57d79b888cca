using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace KongLite.Plugins.AwsLambda;

/// <summary>Makes the client's answer of Lambda's.</summary>
internal sealed class LambdaResponse(AwsLambdaConfig config, ILogger logger)
{
    private const int LastStatus = 599;
    private readonly ProxyIntegration _integration = new(logger);

    /// <summary>Reads an answer.</summary>
    /// <param name="answer">The answer. Its body is changed.</param>
    /// <param name="requestId">The request, for the log.</param>
    public LambdaResult Read(LambdaAnswer answer, string requestId)
    {
        if (answer.Status >= 400)
        {
            return LambdaResult.Failed(Reason(answer));
        }

        HeaderDictionary headers = Headers(answer);
        // Lambda's 204 has no body at all, which is not the same as an empty one.
        bool hasBody = answer.Status != StatusCodes.Status204NoContent;
        return config.IsProxyIntegration == true ? _integration.Read(answer, headers, hasBody, requestId) : Relay(answer, headers, hasBody);
    }

    /// <summary>Whether a content type is one of JSON: <c>application/</c> and, anywhere behind it, <c>json</c>.</summary>
    internal static bool IsJson(string? contentType)
    {
        int start = contentType?.IndexOf("application/", StringComparison.OrdinalIgnoreCase) ?? -1;
        return start >= 0 && contentType!.IndexOf("json", start + "application/".Length, StringComparison.OrdinalIgnoreCase) >= 0;
    }

    private LambdaResult Relay(LambdaAnswer answer, HeaderDictionary headers, bool hasBody)
    {
        int status = answer.Status;
        if (config.UnhandledStatus is { } unhandled && answer.Header("X-Amz-Function-Error") == "Unhandled")
        {
            if (unhandled is < StatusCodes.Status200OK or > LastStatus)
            {
                return LambdaResult.Failed(string.Create(
                    CultureInfo.InvariantCulture, $"code must be a number between 100 and 599 that ends an answer, unhandled_status is {unhandled}"));
            }

            status = unhandled;
        }

        if (!hasBody)
        {
            return LambdaResult.Of(status, headers, body: null);
        }

        bool isJson = IsJson(answer.Header("Content-Type"));
        return LambdaResult.Of(status, headers, isJson ? JsonAnswer.Rewrite(answer.Body, config.EmptyArraysMode) : answer.Body);
    }

    private static HeaderDictionary Headers(LambdaAnswer answer)
    {
        var headers = new HeaderDictionary();
        foreach ((string name, string value) in answer.Headers)
        {
            if (!HopByHop.Is(name))
            {
                // Append would lose empty values.
                headers[name] = headers.TryGetValue(name, out StringValues earlier) ? StringValues.Concat(earlier, value) : value;
            }
        }

        return headers;
    }

    // Throttling answers say "message", most others "Message"; neither may reach the client.
    private static string Reason(LambdaAnswer answer)
    {
        string type = answer.Header("x-amzn-ErrorType") ?? "error";
        string message = "nil";
        try
        {
            using JsonDocument document = JsonDocument.Parse(answer.Body);
            if (document.RootElement is { ValueKind: JsonValueKind.Object } body
                && (body.TryGetProperty("Message", out JsonElement text) || body.TryGetProperty("message", out text)))
            {
                message = text.ToString();
            }
        }
        catch (JsonException)
        {
            message = $"{answer.Body.Length} bytes that are not JSON";
        }

        return string.Create(CultureInfo.InvariantCulture, $"{answer.Status} {type}: {message}");
    }
}

/// <summary>Headers that belong to a connection and not to an answer, and the length, which is computed anew.</summary>
internal static class HopByHop
{
    /// <summary>Whether a header is one of them.</summary>
    public static bool Is(string name) =>
        name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Connection", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Keep-Alive", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Proxy-Connection", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Upgrade", StringComparison.OrdinalIgnoreCase)
        || IsTransferEncoding(name);

    /// <summary>Whether a header is <c>Transfer-Encoding</c>.</summary>
    public static bool IsTransferEncoding(string name) => name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase);
}
