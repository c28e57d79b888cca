using System.Diagnostics;
using System.Runtime.CompilerServices;
using KongLite.Gateway.Balancing;
using KongLite.Gateway.Pipeline;
using KongLite.Gateway.Telemetry;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Exchanges;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using Yarp.ReverseProxy.Forwarder;

namespace KongLite.Gateway.Forwarding;

/// <summary>Sends a request to its service, again after failures that Kong repeats, and leaves Kong's error when nothing helped.</summary>
internal sealed partial class Forwarder(IHttpForwarder http, Balancer balancer, GatewayTracing tracing, ILogger<Forwarder> logger)
{
    // What Kong takes a service's null for.
    private const int DefaultRetries = 5;

    /// <summary>Forwards an exchange. Afterwards the client has its answer, or the exchange has one of the gateway's to give.</summary>
    /// <param name="call">The call.</param>
    /// <param name="service">Where the service is.</param>
    /// <param name="upstreams">All upstreams, for plugins that choose another.</param>
    /// <returns>Whether the service was reached for: false when it never came to a try that counts.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> ForwardAsync(ServiceCall call, ServiceTarget service, UpstreamTable upstreams)
    {
        Exchange exchange = call.Exchange;
        HttpContext context = exchange.Http;
        SettleUpgrade(context.Request.Headers);
        bool isReplayable = !RequestBodies.HasBody(context);
        // A gRPC client may wait for an answer before it says more; nginx never buffers these either.
        bool isBuffered = call.Route.Route.RequestBuffering && !service.Service.Protocol.IsGrpc();
        if (RequestBodies.NeedsPreparation(exchange, isBuffered))
        {
            await RequestBodies.PrepareAsync(exchange);
            isReplayable = true;
        }

        if (RequestBodies.HasBody(context))
        {
            call.HasBody = true;
            // Over HTTP/2 the forwarder sees to it by itself.
            call.StreamsBody = !isReplayable && !service.Service.Protocol.IsGrpc();
            context.Request.Body = new SentBody(context.Request.Body, call);
        }

        KeyValuePair<string, StringValues>[]? kept = context.Response.Headers.Count > 0 ? [.. context.Response.Headers] : null;
        PeerTries? tries = balancer.TriesOf(exchange, service, upstreams);
        call.Tries = tries;
        for (int retries = service.Service.Retries ?? DefaultRetries; ; retries--)
        {
            long started = Stopwatch.GetTimestamp();
            Target? target;
            using (tracing.Step(exchange, "kong.balancer"))
            {
                target = tries is null
                    ? balancer.Pick(exchange, service) ?? await balancer.LookUpAsync(exchange, service)
                    : tries.Next() ?? await tries.NextAsync();
            }

            if (target is null)
            {
                return NobodyIsThere(call);
            }

            call.Begin(target, started);
            using Activity? attempt = tracing.Try(exchange, target);
            // The forwarder takes any other status for an answer of ours.
            context.Response.StatusCode = StatusCodes.Status200OK;
            ForwarderError error;
            try
            {
                error = await http.SendAsync(context, target.Prefix, target.Invoker, ConfigOf(target, context.Request), call, call.Timer!.Token);
            }
            finally
            {
                call.End();
                tries?.End();
            }

            error = error == ForwarderError.None ? call.BodyError : error;
            if (error == ForwarderError.None && !call.IsInvalid)
            {
                GatewayTracing.EndTry(attempt, call.Status, failure: null);
                await FinishAsync(call);
                return true;
            }

            FailedTry failed = error == ForwarderError.None ? FailedTry.Invalid : FailedTries.Of(error, call);
            GatewayTracing.EndTry(attempt, status: null, failed.ToString());
            if (failed == FailedTry.Lost)
            {
                GiveUp(call, error);
                return true;
            }

            exchange.Calls.Tries.End(failed.StatusOfTry(), hasFailed: true);
            if (retries > 0 && failed.MayRepeat(exchange.Request.Method, isReplayable))
            {
                Repeating(target.Prefix, failed, exchange.Id);
                tries?.Failed(failed);
                Restore(context.Response, kept);
                Rewind(context, isReplayable);
                continue;
            }

            Conclude(call, failed, kept);
            return failed is not (FailedTry.Unresolved or FailedTry.NotResolved or FailedTry.Bug);
        }
    }

    // The last try has failed: the gateway answers.
    private void Conclude(ServiceCall call, FailedTry failed, KeyValuePair<string, StringValues>[]? kept)
    {
        Exchange exchange = call.Exchange;
        Exception? error = exchange.Http.Features.Get<IForwarderErrorFeature>()?.Exception;
        Failed(call.Target.Prefix, failed, error?.Message, exchange.Id);
        exchange.Local = failed.ToAnswer(call.Target, error, exchange.Http.Response.StatusCode);
        exchange.Source = failed is FailedTry.Unresolved or FailedTry.NotResolved ? ResponseSource.Exit : ResponseSource.Error;
        if (failed is FailedTry.BadBody or FailedTry.BadHost or FailedTry.Bug)
        {
            call.Tries?.Conclude(exchange.Local.Status);
        }
        else
        {
            call.Tries?.FailedFinally(exchange.Local.Status);
        }

        Restore(exchange.Http.Response, kept);
        if (failed == FailedTry.BadBody)
        {
            exchange.Http.Response.Headers.Connection = "close";
        }
    }

    private static ForwarderRequestConfig ConfigOf(Target target, HttpRequest request) =>
        target.IsHttp2 ? ForwarderConfigs.Http2 : request.Headers.Upgrade.Count > 0 ? target.Tunnel : ForwarderConfigs.Http1;

    private static async ValueTask FinishAsync(ServiceCall call)
    {
        if (call.FilteredBody is { } filtered && call.Exchange.Local is null)
        {
            try
            {
                await filtered.CompleteAsync(call.Exchange.Aborted);
            }
            finally
            {
                // An answer that takes the place of this one goes through the filters by itself.
                call.Unfilter();
            }
        }
    }

    // Kong says why only when there has been no try yet.
    private static bool NobodyIsThere(ServiceCall call)
    {
        Exchange exchange = call.Exchange;
        if (!call.HasBegun)
        {
            exchange.Error(StatusCodes.Status503ServiceUnavailable, GatewayErrors.NoPeer);
            return false;
        }

        exchange.Local = new LocalAnswer(LocalAnswerKind.LowLevelError, StatusCodes.Status503ServiceUnavailable);
        exchange.Source = ResponseSource.Error;
        return true;
    }

    // The forwarder would carry SPDY too, and both words in the client's spelling, where Kong has one of its own.
    private static void SettleUpgrade(IHeaderDictionary headers)
    {
        if (headers.Upgrade.Count == 0)
        {
            return;
        }

        if (!string.Equals(headers.Upgrade, "websocket", StringComparison.OrdinalIgnoreCase))
        {
            headers.Remove("Upgrade");
            return;
        }

        headers.Upgrade = "websocket";
        if (headers.Connection.Count > 0)
        {
            headers.Connection = headers.Connection.ToString().Replace("upgrade", "Upgrade", StringComparison.OrdinalIgnoreCase);
        }
    }

    private void GiveUp(ServiceCall call, ForwarderError error)
    {
        HttpContext context = call.Exchange.Http;
        if (context.RequestAborted.IsCancellationRequested || error is >= ForwarderError.UpgradeRequestCanceled and <= ForwarderError.UpgradeActivityTimeout)
        {
            return;
        }

        BrokenOff(call.Target.Prefix, error, call.Exchange.Id);
        // The headers have passed the plugins; a second answer in their place would be a lie, a short body too.
        context.Abort();
    }

    private static void Rewind(HttpContext context, bool isReplayable)
    {
        if (isReplayable && context.Request.Body.CanSeek)
        {
            context.Request.Body.Position = 0;
        }
    }

    // Whatever a failed try has written into the answer goes; what plugins wrote before it stays.
    private static void Restore(HttpResponse response, KeyValuePair<string, StringValues>[]? kept)
    {
        response.Clear();
        foreach (KeyValuePair<string, StringValues> header in kept ?? [])
        {
            response.Headers[header.Key] = header.Value;
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Target} failed ({Failure}), trying again, request {RequestId}")]
    private partial void Repeating(string target, FailedTry failure, string requestId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Target} failed ({Failure}: {Reason}), request {RequestId}")]
    private partial void Failed(string target, FailedTry failure, string? reason, string requestId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the answer of {Target} broke off ({Error}), request {RequestId}")]
    private partial void BrokenOff(string target, ForwarderError error, string requestId);
}
