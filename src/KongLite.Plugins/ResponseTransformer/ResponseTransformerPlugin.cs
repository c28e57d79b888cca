using System.Buffers;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Plugins;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace KongLite.Plugins.ResponseTransformer;

/// <summary>Changes answers on their way to the client.</summary>
[Plugin<ResponseTransformerConfig>("response-transformer", Priority = 800)]
internal sealed partial class ResponseTransformerPlugin(ResponseTransformerConfig config, ILogger<ResponseTransformerPlugin> logger)
    : IHeaderFilterPhase, IBodyFilterPhase
{
    /// <summary>Largest body that is changed, in bytes. It is held in memory, and taken apart there; a larger one goes on as it is.</summary>
    internal const int LargestBody = 16 * 1024 * 1024;

    private static readonly ExchangeKey<ArrayBufferWriter<byte>> Held = new("response-transformer.body");
    private readonly ResponseHeaderRules _headers = new(config);
    private readonly JsonRules _json = new(config);

    /// <inheritdoc/>
    public void HeaderFilter(Exchange exchange)
    {
        IHeaderDictionary headers = exchange.Response.Headers;
        bool wasJson = _json.Any && IsJson(headers.ContentType);
        _headers.Apply(headers);
        bool isJson = _json.Any && IsJson(headers.ContentType);
        if (wasJson || isJson)
        {
            // Known only when the whole body is.
            headers.ContentLength = null;
        }

        if (isJson)
        {
            exchange.Set(Held, new ArrayBufferWriter<byte>());
        }
    }

    /// <inheritdoc/>
    public void BodyFilter(Exchange exchange, ref BodyChunk chunk)
    {
        if (exchange.Get(Held) is not { } held)
        {
            return;
        }

        if (held.WrittenCount + chunk.Data.Length > LargestBody)
        {
            TooLarge(exchange.Id);
            exchange.Set(Held, null);
            byte[] all = new byte[held.WrittenCount + chunk.Data.Length];
            held.WrittenSpan.CopyTo(all);
            chunk.Data.Span.CopyTo(all.AsSpan(held.WrittenCount));
            chunk = chunk with { Data = all };
            return;
        }

        held.Write(chunk.Data.Span);
        chunk = chunk with { Data = chunk.IsLast ? Transform(exchange, held.WrittenMemory) : default };
    }

    private ReadOnlyMemory<byte> Transform(Exchange exchange, ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
        {
            return body;
        }

        if (_json.Apply(body.Span) is { } changed)
        {
            return changed;
        }

        NotAnObject(exchange.Id);
        return body;
    }

    // Any of several values; parameters do not count.
    private static bool IsJson(StringValues contentType)
    {
        foreach (string? line in contentType)
        {
            foreach (Range range in line.AsSpan().Split(','))
            {
                ReadOnlySpan<char> type = line.AsSpan()[range];
                int end = type.IndexOf(';');
                type = (end < 0 ? type : type[..end]).Trim();
                if (type.Equals("application/json", StringComparison.OrdinalIgnoreCase)
                    || (type.Contains('/') && type.EndsWith("+json", StringComparison.OrdinalIgnoreCase)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "the body of the answer is too large to be changed and stays as it is, request {RequestId}")]
    private partial void TooLarge(string requestId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the body of the answer is not a JSON object and stays as it is, request {RequestId}")]
    private partial void NotAnObject(string requestId);
}
