using KongLite.Sdk.Exchanges;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace KongLite.Gateway.Forwarding;

/// <summary>Gets a request's body ready to be sent, as often as it takes.</summary>
internal static class RequestBodies
{
    /// <summary>Whether there is anything to do before the first try.</summary>
    public static bool NeedsPreparation(Exchange exchange, bool isBuffered) =>
        exchange.TouchedUpstream?.Body is not null || exchange.Http.Request.Body.CanSeek || (isBuffered && HasBody(exchange.Http));

    /// <summary>Puts a plugin's body in place, or reads the client's: in memory up to the node's buffer, beyond that in a file.</summary>
    public static async ValueTask PrepareAsync(Exchange exchange)
    {
        HttpRequest request = exchange.Http.Request;
        if (exchange.TouchedUpstream?.Body is { } replaced)
        {
            request.Body = new MemoryStream(replaced.ToArray(), writable: false);
            exchange.Http.Features.Set<IHttpRequestBodyDetectionFeature>(PresentBody.Instance);
        }
        else
        {
            request.EnableBuffering(exchange.Node.BodyBufferSize);
            request.Body.Position = 0;
            await request.Body.DrainToEndAsync(exchange.Aborted);
        }

        // A chunked body leaves with its length, as nginx sends it.
        request.ContentLength = request.Body.Length;
        request.Body.Position = 0;
    }

    /// <summary>Whether the request has a body, of whatever length.</summary>
    public static bool HasBody(HttpContext http) => http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true };

    private sealed class PresentBody : IHttpRequestBodyDetectionFeature
    {
        public static readonly PresentBody Instance = new();

        public bool CanHaveBody => true;
    }
}
