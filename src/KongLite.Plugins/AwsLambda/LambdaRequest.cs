using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using KongLite.Plugins.Shared;
using KongLite.Sdk.Exchanges;
using Microsoft.Extensions.Logging;

namespace KongLite.Plugins.AwsLambda;

/// <summary>A payload, or why there is none.</summary>
/// <param name="Bytes">The payload: a JSON document.</param>
/// <param name="Failure">Text for the log; null: there is a payload.</param>
internal readonly record struct LambdaPayloadResult(ReadOnlyMemory<byte> Bytes, string? Failure);

/// <summary>Makes the payload of a call from a request: its arguments, what is to be forwarded of it, or an event as from Amazon API Gateway.</summary>
internal sealed partial class LambdaRequest(AwsLambdaConfig config, ILogger logger)
{
    private const string NotText = "the request's body is not UTF-8 text and cannot be forwarded without Base64";

    // Input may be nested as deep as the parser lets in, and the payload puts it two levels further down.
    private static readonly JsonWriterOptions Writing =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 1100, SkipValidation = true };

    private static readonly JsonSerializerOptions Nodes = new(JsonSerializerOptions.Web) { MaxDepth = 1100, Encoder = Writing.Encoder };

    private readonly bool _isForwarding = config.ForwardRequestMethod == true || config.ForwardRequestUri == true
        || config.ForwardRequestHeaders == true || config.ForwardRequestBody == true;

    /// <summary>The payload of a request.</summary>
    public async ValueTask<LambdaPayloadResult> BuildAsync(Exchange exchange)
    {
        if (config.AwsgatewayCompatible == true)
        {
            bool skips = config.SkipLargeBodies != false;
            return GatewayEvent(exchange, await ReadBodyAsync(exchange, skips));
        }

        if (!_isForwarding)
        {
            return Arguments(exchange, await exchange.Request.ReadBodyAsync());
        }

        RequestBody? body = config.ForwardRequestBody == true ? await ReadBodyAsync(exchange, config.SkipLargeBodies == true) : null;
        return Forwarded(exchange, body);
    }

    private async ValueTask<RequestBody> ReadBodyAsync(Exchange exchange, bool skipsLarge)
    {
        RequestBody body = await exchange.Request.ReadBodyAsync(large: !skipsLarge);
        if (body.IsLarge && skipsLarge)
        {
            LogTooLarge(logger, exchange.Id);
        }

        return body;
    }

    /// <summary>The query's arguments, the body's laid over them.</summary>
    private LambdaPayloadResult Arguments(Exchange exchange, RequestBody body)
    {
        JsonObject payload = exchange.Request.Query.ToJson();
        ParsedBody parsed = BodyParser.Parse(exchange, body);
        if (parsed.Failure == BodyFailure.TooLarge)
        {
            LogDropped(logger, exchange.Id);
        }

        switch (parsed.Value)
        {
            case JsonObject members:
                foreach ((string name, JsonNode? value) in members)
                {
                    payload[name] = value?.DeepClone();
                }

                break;
            case JsonArray { Count: > 0 } list when payload.Count == 0:
                return Write(list);
            case JsonArray list:
                for (int i = 0; i < list.Count; i++)
                {
                    payload[(i + 1).ToString(CultureInfo.InvariantCulture)] = list[i]?.DeepClone();
                }

                break;
        }

        return Write(payload);
    }

    /// <summary>The parts of the request whose switches are on.</summary>
    private LambdaPayloadResult Forwarded(Exchange exchange, RequestBody? body)
    {
        ClientRequest request = exchange.Request;
        var payload = new JsonObject();
        if (config.ForwardRequestMethod == true)
        {
            payload["request_method"] = request.Method;
        }

        if (config.ForwardRequestHeaders == true)
        {
            payload["request_headers"] = RequestHeaders.ToJson(request.Headers, exchange.Node.MaxRequestHeaders);
        }

        if (config.ForwardRequestUri == true)
        {
            payload["request_uri"] = request.RawTarget;
            payload["request_uri_args"] = request.Query.ToJson();
        }

        return body is not null && AddBody(payload, exchange, body) is { } failure
            ? new LambdaPayloadResult(default, failure)
            : Write(payload);
    }

    private string? AddBody(JsonObject payload, Exchange exchange, RequestBody body)
    {
        ParsedBody parsed = BodyParser.Parse(exchange, body);
        bool isOpaque = parsed.Failure is BodyFailure.MissingContentType or BodyFailure.UnsupportedContentType;
        if (isOpaque && config.Base64EncodeBody == true && !IsText(exchange.Request.Header("Content-Type")))
        {
            payload["request_body"] = Convert.ToBase64String(body.Bytes.Span);
            payload["request_body_base64"] = true;
        }
        else if (!body.Bytes.IsEmpty)
        {
            if (Text(body) is not { } text)
            {
                return NotText;
            }

            payload["request_body"] = text;
        }

        if (parsed.Value is { } arguments)
        {
            payload["request_body_args"] = arguments;
        }
        else if (isOpaque)
        {
            payload["request_body_args"] = new JsonObject();
        }

        return null;
    }

    /// <summary>An event of payload format 1.0.</summary>
    private LambdaPayloadResult GatewayEvent(Exchange exchange, RequestBody body)
    {
        ClientRequest request = exchange.Request;
        string path = exchange.Upstream.Path;
        JsonObject headers = RequestHeaders.ToJson(request.Headers, exchange.Node.MaxRequestHeaders);
        JsonObject query = request.Query.ToJson();
        var payload = new JsonObject
        {
            ["version"] = "1.0",
            ["path"] = path,
            ["httpMethod"] = request.Method,
            ["headers"] = FirstValues(headers),
            ["multiValueHeaders"] = AllValues(headers),
            ["queryStringParameters"] = FirstValues(query),
            ["multiValueQueryStringParameters"] = AllValues(query),
            ["pathParameters"] = PathParameters(request.Captures),
            ["requestContext"] = Context(exchange, path),
        };
        if (exchange.RoutePath is { } resource)
        {
            payload["resource"] = resource;
        }

        bool encodes = config.Base64EncodeBody != false;
        payload["isBase64Encoded"] = encodes;
        if (encodes)
        {
            payload["body"] = Convert.ToBase64String(body.Bytes.Span);
        }
        else if (!body.Bytes.IsEmpty)
        {
            if (Text(body) is not { } text)
            {
                return new LambdaPayloadResult(default, NotText);
            }

            payload["body"] = text;
        }

        return Write(payload);
    }

    private static JsonObject Context(Exchange exchange, string path)
    {
        ClientRequest request = exchange.Request;
        string host = request.Host.EndsWith('.') ? request.Host[..^1] : request.Host;
        int dot = host.IndexOf('.', StringComparison.Ordinal);
        IPAddress address = exchange.Client.PeerAddress;
        var identity = new JsonObject { ["sourceIp"] = (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString() };
        if (request.Header("User-Agent") is { } agent)
        {
            identity["userAgent"] = RequestHeaders.Text(agent);
        }

        return new JsonObject
        {
            ["path"] = path,
            ["resourcePath"] = path,
            ["protocol"] = request.Protocol == "HTTP/1.0" ? "HTTP/1" : request.Protocol,
            ["httpMethod"] = request.Method,
            ["domainName"] = host,
            ["domainPrefix"] = dot < 0 ? host : host[..dot],
            ["identity"] = identity,
            ["requestId"] = exchange.Id,
            ["requestTime"] = exchange.StartTime.UtcDateTime.ToString("dd'/'MMM'/'yyyy':'HH':'mm':'ss' +0000'", CultureInfo.InvariantCulture),
            ["requestTimeEpoch"] = exchange.StartTime.ToUnixTimeMilliseconds(),
        };
    }

    private static JsonObject FirstValues(JsonObject values)
    {
        var first = new JsonObject();
        foreach ((string name, JsonNode? value) in values)
        {
            first[name] = (value is JsonArray list ? list[0] : value)!.DeepClone();
        }

        return first;
    }

    private static JsonObject AllValues(JsonObject values)
    {
        var all = new JsonObject();
        foreach ((string name, JsonNode? value) in values)
        {
            all[name] = value is JsonArray ? value.DeepClone() : new JsonArray(value!.DeepClone());
        }

        return all;
    }

    private static JsonObject PathParameters(UriCaptures captures)
    {
        var parameters = new JsonObject();
        foreach ((string name, string value) in captures.Named)
        {
            parameters[name] = Uri.UnescapeDataString(value);
        }

        return parameters;
    }

    // Exact names: anything else in the header makes the type an unknown one.
    private static bool IsText(string? contentType) =>
        contentType is "text/plain" or "text/html" or "application/xml" or "text/xml" or "application/soap+xml";

    private static string? Text(RequestBody body) => Utf8.IsValid(body.Bytes.Span) ? Encoding.UTF8.GetString(body.Bytes.Span) : null;

    private static LambdaPayloadResult Write(JsonNode payload)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, Writing))
        {
            payload.WriteTo(writer, Nodes);
        }

        return new LambdaPayloadResult(buffer.WrittenMemory, null);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "[aws-lambda] request body was buffered to disk, too large (request {RequestId})")]
    private static partial void LogTooLarge(ILogger logger, string requestId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "[aws-lambda] request body is too large to be read as arguments, it is left out (request {RequestId})")]
    private static partial void LogDropped(ILogger logger, string requestId);
}
