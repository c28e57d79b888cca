using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace KongLite.Admin.Decoding;

/// <summary>Reads request bodies whole, up to a limit.</summary>
internal static class BodyReader
{
    private const int LargestFirstBuffer = 64 * 1024;

    /// <summary>True when a request says itself that its body is longer than the limit.</summary>
    public static bool Exceeds(HttpRequest request, long limit) => request.ContentLength > limit;

    /// <summary>The body; null: it is longer than the limit.</summary>
    public static async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, long limit, CancellationToken cancellationToken)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            // The limit is this one, not the listener's, whose answer would be another.
            feature.MaxRequestBodySize = null;
        }

        // One byte more than the limit tells that it was passed.
        var body = new ArrayBufferWriter<byte>((int)Math.Min(request.ContentLength + 1 ?? LargestFirstBuffer, LargestFirstBuffer));
        while (body.WrittenCount <= limit)
        {
            int read = await request.Body.ReadAsync(body.GetMemory(1), cancellationToken);
            if (read == 0)
            {
                return body.WrittenMemory;
            }

            body.Advance(read);
        }

        return null;
    }
}
