using Microsoft.AspNetCore.Http;

namespace KongLite.Plugins.AwsLambda;

/// <summary>What the client is to get.</summary>
/// <param name="Status">The status.</param>
/// <param name="Headers">The headers, less those that the gateway adds.</param>
/// <param name="Body">The body; null: Lambda gave none, and the gateway's page for the status takes its place.</param>
internal sealed record ClientAnswer(int Status, HeaderDictionary Headers, ReadOnlyMemory<byte>? Body);

/// <summary>What became of Lambda's answer.</summary>
/// <param name="Answer">What the client is to get; null: an error.</param>
/// <param name="Refusal">Why a proxy integration's answer is refused with 502; null: it is not.</param>
/// <param name="Failure">Text for the log of the generic 500; null: no such failure.</param>
internal readonly record struct LambdaResult(ClientAnswer? Answer, string? Refusal, string? Failure)
{
    /// <summary>An answer for the client.</summary>
    public static LambdaResult Of(int status, HeaderDictionary headers, ReadOnlyMemory<byte>? body) =>
        new(new ClientAnswer(status, headers, body), null, null);

    /// <summary>A proxy integration's answer that is refused.</summary>
    public static LambdaResult Refused(string reason) => new(null, "could not JSON decode Lambda function response: " + reason, null);

    /// <summary>An answer that ends in the generic 500.</summary>
    public static LambdaResult Failed(string reason) => new(null, null, reason);
}
