using KongLite.Gateway.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace KongLite.Gateway.Wire;

/// <summary>A request that Kestrel refused, as far as it read it.</summary>
/// <param name="Status">The status that nginx would answer with.</param>
/// <param name="Method">The method; empty when the request line could not be read.</param>
/// <param name="Target">The target; <c>/</c> when the request line could not be read.</param>
/// <param name="Headers">The headers so far.</param>
/// <param name="Line">The request line as far as it is known; empty: nothing is.</param>
internal sealed record RefusedRequest(int Status, string Method, string Target, IHeaderDictionary Headers, string Line)
{
    /// <summary>Takes what is known of a request, which Kestrel forgets with its own answer; null: Kestrel has begun to answer it.</summary>
    /// <param name="features">Kestrel's view of the request.</param>
    public static RefusedRequest? Of(IFeatureCollection features)
    {
        if (features.Get<IBadRequestExceptionFeature>()?.Error is not BadHttpRequestException error
            || features.Get<IHttpResponseFeature>() is not { HasStarted: false }
            || features.Get<IHttpRequestFeature>() is not { } request)
        {
            return null;
        }

        var headers = new HeaderDictionary();
        foreach (KeyValuePair<string, StringValues> header in request.Headers)
        {
            headers[header.Key] = HostHeaderEncoding.Restore(header.Value);
        }

        string target = request.RawTarget is { Length: > 0 } known && known[0] == '/' ? known : "/";
        string method = request.Method ?? string.Empty;
        string line = method.Length == 0 ? string.Empty : $"{method} {request.RawTarget} {request.Protocol}";
        return new RefusedRequest(StatusOf(error.StatusCode, headers), method, target, headers, line);
    }

    private static int StatusOf(int status, IHeaderDictionary headers) => status switch
    {
        // A target that is an asterisk or an authority, for a method that has none.
        StatusCodes.Status405MethodNotAllowed => StatusCodes.Status400BadRequest,
        StatusCodes.Status431RequestHeaderFieldsTooLarge => GatewayErrors.HeaderTooLarge,
        StatusCodes.Status400BadRequest when headers.TransferEncoding.Count > 0 && !RequestGuard.IsChunked(headers.TransferEncoding) =>
            StatusCodes.Status501NotImplemented,
        _ => status,
    };
}
