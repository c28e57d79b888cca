using System.Text.Json.Serialization;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Constraints;
using KongLite.Sdk.Schema.Typedefs;
using Host = KongLite.Sdk.Schema.Typedefs.Host;

namespace KongLite.Plugins.AwsLambda;

/// <summary>Configuration of <c>aws-lambda</c>.</summary>
internal sealed record AwsLambdaConfig
{
    /// <summary>How long each step of a call may take, in milliseconds: connecting, each send, each receive. 0 and less: a minute.</summary>
    public double Timeout { get; init; } = 60000;

    /// <summary>How long an idle connection is kept for the next call, in milliseconds. 0 and less: not at all.</summary>
    public double Keepalive { get; init; } = 60000;

    /// <summary>Id of the access key that signs calls. Null: the node's own AWS credentials.</summary>
    [Referenceable, Secret]
    public string? AwsKey { get; init; }

    /// <summary>Secret that belongs to <see cref="AwsKey"/>.</summary>
    [Referenceable, Secret]
    public string? AwsSecret { get; init; }

    /// <summary>Role to assume with the credentials. Null: none.</summary>
    [Referenceable, Secret]
    public string? AwsAssumeRoleArn { get; init; }

    /// <summary>Name of the session when a role is assumed.</summary>
    public string? AwsRoleSessionName { get; init; } = "kong";

    /// <summary>Address of STS, where a role is assumed. Null: the region's.</summary>
    [Is<Url>]
    public string? AwsStsEndpointUrl { get; init; }

    /// <summary>Region of the function. Null: the node's environment variables AWS_REGION or AWS_DEFAULT_REGION name it.</summary>
    [Is<Host>]
    public string? AwsRegion { get; init; }

    /// <summary>Name or ARN of the function, with a version or alias behind a colon if need be. Calls fail without it.</summary>
    [Optional]
    public string? FunctionName { get; init; }

    /// <summary>Version or alias of the function. Null: what the name says, else the unpublished version.</summary>
    public string? Qualifier { get; init; }

    /// <summary>RequestResponse waits for the function's answer, Event does not, DryRun only checks whether the call would be allowed.</summary>
    public InvocationType InvocationType { get; init; } = InvocationType.RequestResponse;

    /// <summary>Tail sends the end of the function's log to the client in X-Amz-Log-Result.</summary>
    public LogType LogType { get; init; } = LogType.Tail;

    /// <summary>Host of the Lambda endpoint. Null: the region's.</summary>
    [Is<Host>]
    public string? Host { get; init; }

    /// <summary>Port of the Lambda endpoint.</summary>
    [Port]
    public int? Port { get; init; } = 443;

    /// <summary>Whether to call the endpoint over plain HTTP.</summary>
    public bool? DisableHttps { get; init; } = false;

    /// <summary>Status to answer when the function reports an unhandled error. Null: the one that Lambda answers, 200.</summary>
    [Between(100, 999)]
    public int? UnhandledStatus { get; init; }

    /// <summary>Whether the function gets the request's method.</summary>
    public bool? ForwardRequestMethod { get; init; } = false;

    /// <summary>Whether the function gets the request's target and query arguments.</summary>
    public bool? ForwardRequestUri { get; init; } = false;

    /// <summary>Whether the function gets the request's headers.</summary>
    public bool? ForwardRequestHeaders { get; init; } = false;

    /// <summary>Whether the function gets the request's body, as text and as arguments.</summary>
    public bool? ForwardRequestBody { get; init; } = false;

    /// <summary>Whether the function's answer names status, headers and body of the response, as for Amazon API Gateway.</summary>
    public bool? IsProxyIntegration { get; init; } = false;

    /// <summary>Whether the function gets an event as from Amazon API Gateway; the forward switches then have no effect.</summary>
    public bool? AwsgatewayCompatible { get; init; } = false;

    /// <summary>Forward proxy for calls, <c>http://[user:password@]host[:port]</c>. Null: none.</summary>
    [Is<Url>]
    public string? ProxyUrl { get; init; }

    /// <summary>Whether bodies beyond the node's buffer are left out.</summary>
    public bool? SkipLargeBodies { get; init; } = true;

    /// <summary>Whether bodies are sent in Base64 where their type is not known to be text.</summary>
    public bool? Base64EncodeBody { get; init; } = true;

    /// <summary>How instance metadata is asked for credentials: always by version 2 first; v1 allows version 1 where an instance refuses that.</summary>
    public ImdsProtocolVersion AwsImdsProtocolVersion { get; init; } = ImdsProtocolVersion.V1;

    /// <summary>What becomes of empty arrays in JSON answers: legacy makes them empty objects, correct leaves them.</summary>
    public EmptyArraysMode EmptyArraysMode { get; init; } = EmptyArraysMode.Legacy;

    /// <summary>Whether the certificates of Lambda and, for a role, of STS must be valid. Kong itself never checks them.</summary>
    public bool? SslVerify { get; init; } = true;

    /// <summary>Shows no secret.</summary>
    public override string ToString() => $"aws-lambda {FunctionName}";
}

/// <summary>How Lambda is asked to run a function.</summary>
internal enum InvocationType
{
    /// <summary>Run it and wait for its answer.</summary>
    RequestResponse,

    /// <summary>Run it some time.</summary>
    Event,

    /// <summary>Check the permission only.</summary>
    DryRun,
}

/// <summary>Whether Lambda sends a function's log back.</summary>
internal enum LogType
{
    /// <summary>The last 4 KB of it.</summary>
    Tail,

    /// <summary>Nothing of it.</summary>
    None,
}

/// <summary>Versions of the instance metadata protocol.</summary>
internal enum ImdsProtocolVersion
{
    /// <summary>Without a token.</summary>
    [JsonStringEnumMemberName("v1")]
    V1,

    /// <summary>With a token.</summary>
    [JsonStringEnumMemberName("v2")]
    V2,
}

/// <summary>What becomes of empty arrays in JSON answers.</summary>
internal enum EmptyArraysMode
{
    /// <summary>They become empty objects, as Kong's JSON library had it.</summary>
    [JsonStringEnumMemberName("legacy")]
    Legacy,

    /// <summary>They stay.</summary>
    [JsonStringEnumMemberName("correct")]
    Correct,
}
