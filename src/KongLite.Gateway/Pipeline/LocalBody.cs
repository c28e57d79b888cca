using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Schema;
using Microsoft.AspNetCore.Http;

namespace KongLite.Gateway.Pipeline;

/// <summary>What stands in an answer of the gateway's own: the body, and the headers that go with it.</summary>
internal static class LocalBody
{
    /// <summary>Sets status and headers of an answer, and gives its body.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="options">The settings.</param>
    /// <param name="inHeaderFilter">Whether a header filter gave it: it is too late for the pages of bare statuses.</param>
    public static ReadOnlyMemory<byte> Apply(Exchange exchange, LocalAnswer answer, GatewayOptions options, bool inHeaderFilter)
    {
        HttpResponse response = exchange.Http.Response;
        response.StatusCode = GatewayErrors.StatusOnWire(answer.Status);
        response.Headers.Remove("Transfer-Encoding");
        switch (answer.Kind)
        {
            case LocalAnswerKind.Json or LocalAnswerKind.Bytes or LocalAnswerKind.Bare
                when response.Headers.ContentType.Count == 0 && IsGrpc(exchange.Http.Request):
                return Grpc(exchange, answer.Status, GrpcText(answer));
            case LocalAnswerKind.Json:
                if (response.Headers.ContentType.Count == 0)
                {
                    response.Headers.ContentType = GatewayErrors.ContentType(ErrorFormat.Json);
                }

                return JsonSerializer.SerializeToUtf8Bytes(answer.Json, SchemaJson.Options);
            case LocalAnswerKind.Bytes:
                return answer.Bytes;
            case LocalAnswerKind.Error:
                return Page(exchange, ErrorFormatOf(exchange), answer.Status, answer.Message ?? GatewayErrors.Message(answer.Status), options);
            case LocalAnswerKind.LowLevelError:
                return LowLevelPage(exchange, answer.Status, options);
            default:
                return inHeaderFilter ? default : Bare(exchange, answer.Status, options);
        }
    }

    private static ReadOnlyMemory<byte> Bare(Exchange exchange, int status, GatewayOptions options)
    {
        if (GatewayErrors.HasLowLevelPage(status))
        {
            return LowLevelPage(exchange, status, options);
        }

        if (GatewayErrors.BuiltInPage(status) is not { } page)
        {
            return default;
        }

        exchange.Http.Response.Headers.ContentType = "text/html";
        return page;
    }

    private static byte[] LowLevelPage(Exchange exchange, int status, GatewayOptions options)
    {
        IHeaderDictionary request = exchange.Http.Request.Headers;
        ErrorFormat format = request.ContainsKey("Accept") ? Negotiation.Choose(request.Accept)
            : request.ContainsKey("Content-Type") ? Negotiation.Choose(request.ContentType)
            : Negotiation.Choose(options.ErrorDefaultType);
        return Page(exchange, format, status, GatewayErrors.LowLevelMessage(status), options);
    }

    private static byte[] Page(Exchange exchange, ErrorFormat format, int status, string message, GatewayOptions options)
    {
        if (format == ErrorFormat.Grpc && !HttpProtocol.IsHttp2(exchange.Http.Request.Protocol))
        {
            format = ErrorFormat.Json;
        }

        if (format == ErrorFormat.Grpc)
        {
            return Grpc(exchange, status, message);
        }

        exchange.Http.Response.Headers.ContentType = GatewayErrors.ContentType(format);
        return options.ErrorTemplates.Render(format, message, exchange.Id);
    }

    // A client of gRPC reads nothing but headers.
    private static byte[] Grpc(Exchange exchange, int status, string? message)
    {
        IHeaderDictionary headers = exchange.Http.Response.Headers;
        headers.ContentType = GrpcErrors.ContentType;
        if (headers.GrpcStatus.Count == 0)
        {
            headers.GrpcStatus = GrpcErrors.Status(status).ToString(CultureInfo.InvariantCulture);
        }

        headers.GrpcMessage = GrpcErrors.Encode(message ?? GrpcErrors.Message(GrpcErrors.Status(status)));
        return [];
    }

    private static string? GrpcText(LocalAnswer answer) => answer.Kind switch
    {
        LocalAnswerKind.Json => (answer.Json as JsonObject)?["message"]?.AsText(),
        LocalAnswerKind.Bytes when answer.Bytes.Length > 0 => Encoding.UTF8.GetString(answer.Bytes.Span),
        _ => null,
    };

    private static ErrorFormat ErrorFormatOf(Exchange exchange)
    {
        HttpRequest request = exchange.Http.Request;
        if (exchange.Http.Response.Headers.ContentType is { Count: > 0 } given)
        {
            return Negotiation.Choose(given);
        }

        return IsGrpc(request) ? ErrorFormat.Grpc : Negotiation.Choose(request.Headers.Accept);
    }

    /// <summary>Whether a request is one of gRPC.</summary>
    public static bool IsGrpc(HttpRequest request) => HttpProtocol.IsHttp2(request.Protocol) && HasGrpcType(request);

    /// <summary>Whether a request has the media type of gRPC.</summary>
    public static bool HasGrpcType(HttpRequest request) => request.ContentType?.StartsWith("application/grpc", StringComparison.Ordinal) == true;
}
