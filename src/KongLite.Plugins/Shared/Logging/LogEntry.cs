using System.Buffers;
using System.Text;
using System.Text.Json;
using KongLite.Plugins.CorrelationId;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Schema;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace KongLite.Plugins.Shared.Logging;

/// <summary>What the log plugins tell of a request (Kong: <c>kong.log.serialize</c>).</summary>
internal static class LogEntry
{
    /// <summary>Id of the workspace. There is one; this is Kong's id of it without a database.</summary>
    public const string WorkspaceId = "0dc6f45b-8f8d-40d2-a504-473544ee190b";

    private static readonly JsonWriterOptions Options = new() { Encoder = SchemaJson.Options.Encoder, SkipValidation = true };

    /// <summary>The entry of an exchange, as compact JSON.</summary>
    public static byte[] Serialize(Exchange exchange)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(buffer, Options);
        ExchangeMeasures measures = exchange.Measures;
        json.WriteStartObject();
        WriteRequest(json, exchange, measures);
        WriteResponse(json, exchange, measures);
        json.WriteStartObject("latencies");
        json.WriteNumber("kong", measures.GatewayTime);
        json.WriteNumber("proxy", measures.UpstreamTime ?? -1);
        json.WriteNumber("request", measures.RequestTime);
        json.WriteNumber("receive", measures.ReceiveTime);
        json.WriteEndObject();
        WriteUpstream(json, exchange, measures);
        WriteClient(json, exchange);
        json.WriteNumber("started_at", exchange.StartTime.ToUnixTimeMilliseconds());
        json.WriteString("source", exchange.Response.Source == ResponseSource.Service ? "upstream" : "kong");
        json.WriteString("workspace", WorkspaceId);
        json.WriteString("workspace_name", "default");
        if (exchange.Get(CorrelationIdPlugin.Id) is { } id)
        {
            WriteText(json, "correlation_id", id);
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteRequest(Utf8JsonWriter json, Exchange exchange, in ExchangeMeasures measures)
    {
        ClientRequest request = exchange.Request;
        json.WriteStartObject("request");
        json.WriteString("id", exchange.Id);
        WriteText(json, "uri", request.RawTarget);
        WriteText(json, "url", $"{request.Scheme}://{request.Host}:{request.OutsidePort}{request.RawTarget}");
        json.WritePropertyName("querystring");
        request.Query.ToJson().WriteTo(json, SchemaJson.Options);
        json.WriteString("method", request.Method);
        WriteHeaders(json, request.Headers, hidesCredentials: true);
        json.WriteNumber("size", measures.RequestSize);
        if (request.Tls is { } tls)
        {
            json.WriteStartObject("tls");
            json.WriteString("version", TlsNames.Version(tls.Protocol));
            json.WriteString("cipher", TlsNames.Cipher(tls.NegotiatedCipherSuite));
            json.WriteString("client_verify", "NONE");
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteResponse(Utf8JsonWriter json, Exchange exchange, in ExchangeMeasures measures)
    {
        json.WriteStartObject("response");
        json.WriteNumber("status", measures.Status);
        WriteHeaders(json, exchange.Response.Headers, hidesCredentials: false);
        json.WriteNumber("size", measures.ResponseSize);
        json.WriteEndObject();
    }

    private static void WriteUpstream(Utf8JsonWriter json, Exchange exchange, in ExchangeMeasures measures)
    {
        WriteText(json, "upstream_uri", measures.UpstreamTarget);
        UpstreamTries tries = measures.Tries;
        json.WriteString("upstream_status", LoggedTries.Statuses(tries));
        if (exchange.Route is { } route)
        {
            LoggedTries.Write(json, tries, measures);
            json.WritePropertyName("route");
            json.WriteRawValue(LoggedEntities.Json(route), skipInputValidation: true);
        }

        if (exchange.Service is { } service)
        {
            json.WritePropertyName("service");
            json.WriteRawValue(LoggedEntities.Json(service), skipInputValidation: true);
        }
    }

    private static void WriteClient(Utf8JsonWriter json, Exchange exchange)
    {
        if (exchange.Client.Consumer is { } consumer)
        {
            json.WritePropertyName("consumer");
            json.WriteRawValue(LoggedEntities.Json(consumer), skipInputValidation: true);
        }

        if (exchange.Client.Credential is { } credential)
        {
            json.WriteStartObject("authenticated_entity");
            json.WriteString("id", credential.Id);
            json.WriteEndObject();
        }

        json.WriteString("client_ip", exchange.Client.Address.ToString());
    }

    private static void WriteHeaders(Utf8JsonWriter json, IHeaderDictionary headers, bool hidesCredentials)
    {
        json.WriteStartObject("headers");
        foreach ((string name, StringValues values) in headers)
        {
            if (values.Count == 0 || (values.Count == 1 && values[0] is null))
            {
                continue;
            }

            string key = name.ToLowerInvariant();
            if (hidesCredentials && key is "authorization" or "proxy-authorization")
            {
                json.WriteString(key, "REDACTED");
            }
            else if (values.Count == 1)
            {
                WriteText(json, key, values[0]!);
            }
            else
            {
                WriteAll(json, key, values);
            }
        }

        json.WriteEndObject();
    }

    private static void WriteAll(Utf8JsonWriter json, string key, StringValues values)
    {
        json.WriteStartArray(key);
        foreach (string? value in values)
        {
            json.WriteStringValue(Decoded(value ?? string.Empty));
        }

        json.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter json, string key, string text) => json.WriteString(key, Decoded(text));

    // Servers have one character for each byte of a header; what the client wrote was UTF-8 most of the time.
    private static string Decoded(string text) => Ascii.IsValid(text) || text.AsSpan().ContainsAnyExceptInRange('\0', '\u00ff')
        ? text : Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(text));
}
