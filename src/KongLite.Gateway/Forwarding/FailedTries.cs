using KongLite.Gateway.Naming;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace KongLite.Gateway.Forwarding;

/// <summary>Reads the forwarder's errors.</summary>
internal static class FailedTries
{
    /// <summary>What to make of an error.</summary>
    public static FailedTry Of(ForwarderError error, ServiceCall call)
    {
        HttpContext http = call.Exchange.Http;
        if (call.HasTimedOut && !http.RequestAborted.IsCancellationRequested)
        {
            return FailedTry.TimedOut;
        }

        switch (error)
        {
            case ForwarderError.Request:
                return OfRequest(http.Features.Get<IForwarderErrorFeature>()?.Exception as HttpRequestException);
            case ForwarderError.RequestTimedOut:
                return http.Features.Get<IForwarderErrorFeature>()?.Exception is { InnerException: TimeoutException }
                    ? FailedTry.ConnectTimedOut : FailedTry.TimedOut;
            case ForwarderError.RequestBodyDestination when !http.Response.HasStarted:
                return FailedTry.Broken;
            case ForwarderError.RequestBodyClient when !http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested:
                return FailedTry.BadBody;
            case ForwarderError.RequestCreation when http.Features.Get<IForwarderErrorFeature>()?.Exception is BadHttpRequestException:
                return FailedTry.BadHost;
            case ForwarderError.RequestCreation:
                return FailedTry.Bug;
            case ForwarderError.ResponseHeaders:
                return FailedTry.Invalid;
            default:
                return FailedTry.Lost;
        }
    }

    /// <summary>Whether the same request may be sent again.</summary>
    /// <param name="failed">How the try failed.</param>
    /// <param name="method">The request's method.</param>
    /// <param name="isReplayable">Whether its body can be sent again.</param>
    public static bool MayRepeat(this FailedTry failed, string method, bool isReplayable) => failed switch
    {
        FailedTry.NotConnected or FailedTry.ConnectTimedOut => true,
        FailedTry.Broken or FailedTry.TimedOut => isReplayable && IsIdempotent(method),
        _ => false,
    };

    /// <summary>Whether a request that may have arrived may be sent again.</summary>
    public static bool IsIdempotent(string method) => method is not ("POST" or "PATCH" or "LOCK");

    private static FailedTry OfRequest(HttpRequestException? error) => error?.HttpRequestError switch
    {
        _ when error?.InnerException is NameResolutionException name => name.Error is null ? FailedTry.Unresolved : FailedTry.NotResolved,
        HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.VersionNegotiationError => FailedTry.NotConnected,
        HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded or HttpRequestError.HttpProtocolError => FailedTry.Invalid,
        _ => FailedTry.Broken,
    };
}
