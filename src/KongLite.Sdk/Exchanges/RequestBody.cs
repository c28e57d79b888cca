using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace KongLite.Sdk.Exchanges;

/// <summary>A request's body, read whole and kept for whoever comes next.</summary>
public sealed class RequestBody
{
    // nginx lets a body stay in memory a little beyond its buffer; Kong's users see 10 KiB with the default of 8.
    private const double Slack = 1.25;

    private RequestBody(ReadOnlyMemory<byte> bytes, long length, bool isLarge)
    {
        Bytes = bytes;
        Length = length;
        IsLarge = isLarge;
    }

    /// <summary>The bytes; empty when there is no body, or a large one was not wanted.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>How many bytes the body has, also when a large one was not wanted.</summary>
    public long Length { get; }

    /// <summary>True when the body exceeds the node's buffer, and Kong would have it in a file.</summary>
    public bool IsLarge { get; }

    internal static async ValueTask<long> MeasureAsync(Exchange exchange, long most)
    {
        if (exchange.TouchedUpstream?.Body is { } replaced)
        {
            return replaced.Length;
        }

        if (exchange.Http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
        {
            return 0;
        }

        HttpRequest request = exchange.Http.Request;
        request.EnableBuffering(bufferThreshold: (int)(exchange.Node.BodyBufferSize * Slack));
        await request.Body.DrainAsync(most, exchange.Aborted);
        long length = request.Body.Position;
        request.Body.Position = 0;
        return length;
    }

    internal static async ValueTask<RequestBody> ReadAsync(Exchange exchange, bool large)
    {
        HttpRequest request = exchange.Http.Request;
        if (exchange.Upstream.Body is { } replaced)
        {
            return new RequestBody(replaced, replaced.Length, replaced.Length > exchange.Node.BodyBufferSize * Slack);
        }

        request.EnableBuffering(bufferThreshold: (int)(exchange.Node.BodyBufferSize * Slack));
        Stream body = request.Body;
        await body.DrainToEndAsync(exchange.Aborted);
        long length = body.Position;
        bool isLarge = length > exchange.Node.BodyBufferSize * Slack;
        byte[] bytes = [];
        if (length > 0 && (!isLarge || large))
        {
            bytes = new byte[length];
            body.Position = 0;
            await body.ReadExactlyAsync(bytes, exchange.Aborted);
        }

        body.Position = 0;
        return new RequestBody(bytes, length, isLarge);
    }
}
