using KongLite.Gateway.Naming;
using KongLite.Gateway.Pipeline;
using KongLite.Sdk.Exchanges;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace KongLite.Gateway.Forwarding;

/// <summary>Reads the forwarder's errors, and says what comes of them.</summary>
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

    /// <summary>The status that stands for a try in logs and for health checks.</summary>
    public static int StatusOfTry(this FailedTry failed) =>
        failed is FailedTry.ConnectTimedOut or FailedTry.TimedOut ? StatusCodes.Status504GatewayTimeout : StatusCodes.Status502BadGateway;

    /// <summary>What the client is answered when the last try has failed.</summary>
    /// <param name="failed">How it failed.</param>
    /// <param name="target">Where it went.</param>
    /// <param name="error">What the forwarder says; null: nothing.</param>
    /// <param name="status">The status that the forwarder has left in the answer, which says what is wrong with a client's body.</param>
    public static LocalAnswer ToAnswer(this FailedTry failed, Target target, Exception? error, int status) => failed switch
    {
        FailedTry.Unresolved => new LocalAnswer(LocalAnswerKind.Error, StatusCodes.Status503ServiceUnavailable) { Message = GatewayErrors.NameResolutionFailed },
        FailedTry.NotResolved => new LocalAnswer(LocalAnswerKind.Error, StatusCodes.Status500InternalServerError)
        {
            Message = GatewayErrors.ResolutionFailed(new Uri(target.Prefix).Host, error?.InnerException?.Message),
        },
        FailedTry.Bug => new LocalAnswer(LocalAnswerKind.Error, StatusCodes.Status500InternalServerError),
        FailedTry.BadBody => new LocalAnswer(LocalAnswerKind.LowLevelError, status),
        FailedTry.BadHost => new LocalAnswer(LocalAnswerKind.LowLevelError, StatusCodes.Status400BadRequest),
        _ => new LocalAnswer(LocalAnswerKind.LowLevelError, failed.StatusOfTry()),
    };

    private static FailedTry OfRequest(HttpRequestException? error) => error?.HttpRequestError switch
    {
        _ when error?.InnerException is NameResolutionException name => name.Error is null ? FailedTry.Unresolved : FailedTry.NotResolved,
        HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.VersionNegotiationError => FailedTry.NotConnected,
        HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded or HttpRequestError.HttpProtocolError => FailedTry.Invalid,
        _ => FailedTry.Broken,
    };
}
