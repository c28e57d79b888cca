using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Plugins;
using Microsoft.AspNetCore.Http;

namespace KongLite.Plugins.RequestSizeLimiting;

/// <summary>Rejects requests whose body is too large.</summary>
[Plugin<RequestSizeLimitingConfig>("request-size-limiting", Priority = 951)]
internal sealed class RequestSizeLimitingPlugin : IAccessPhase
{
    private readonly bool _requiresLength;
    private readonly long _most;

    /// <summary>One configured plugin.</summary>
    /// <exception cref="InvalidOperationException">The size is null, which Kong accepts and then fails on.</exception>
    public RequestSizeLimitingPlugin(RequestSizeLimitingConfig config)
    {
        _requiresLength = config.RequireContentLength;
        long size = config.AllowedPayloadSize ?? throw new InvalidOperationException("config.allowed_payload_size is null");
        long unit = config.SizeUnit switch
        {
            SizeUnit.Megabytes => 1024 * 1024,
            SizeUnit.Kilobytes => 1024,
            _ => 1,
        };
        _most = long.CreateSaturating((Int128)size * unit);
    }

    /// <inheritdoc/>
    public async ValueTask<PhaseResult> AccessAsync(Exchange exchange)
    {
        IHeaderDictionary headers = exchange.Request.Headers;
        if (headers.ContentLength is { } told)
        {
            return told > _most ? Refuse(exchange) : PhaseResult.Continue;
        }

        if (_requiresLength && headers.TransferEncoding != "chunked")
        {
            return exchange.Error(StatusCodes.Status411LengthRequired, "A valid Content-Length header is required");
        }

        return await exchange.Request.MeasureBodyAsync(_most) > _most ? Refuse(exchange) : PhaseResult.Continue;
    }

    private static PhaseResult Refuse(Exchange exchange)
    {
        bool isWaiting = exchange.Request.Headers.Expect.ToString().AsSpan().Trim().Equals("100-continue", StringComparison.OrdinalIgnoreCase);
        return exchange.Error(
            isWaiting ? StatusCodes.Status417ExpectationFailed : StatusCodes.Status413PayloadTooLarge, "Request size limit exceeded");
    }
}
