using System.Diagnostics;
using System.Globalization;
using KongLite.Gateway.Forwarding;
using KongLite.Sdk.Exchanges;
using Microsoft.AspNetCore.Http;

namespace KongLite.Gateway.Telemetry;

/// <summary>
/// The activity source <c>KongLite</c>: one server activity for each proxied request, with children named as Kong names its spans. Nothing is made
/// while nobody listens.
/// </summary>
internal sealed class GatewayTracing : IDisposable
{
    private const string Parent = "traceparent";
    private const string State = "tracestate";
    private const string Unknown = "HTTP";

    /// <summary>The source, of this node alone.</summary>
    public ActivitySource Source { get; } = new("KongLite", NodeInfo.Version);

    /// <summary>Begins the activity of a request; null: nobody listens, or nobody wants this one.</summary>
    /// <remarks>The query is left out of all activities: keys are sent in it.</remarks>
    public Activity? Begin(Exchange exchange)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        IHeaderDictionary headers = exchange.Http.Request.Headers;
        // Where the server has an activity of its own, that one continues the client's.
        ActivityContext parent = default;
        if (Activity.Current is null)
        {
            ActivityContext.TryParse(headers.TraceParent, headers.TraceState, isRemote: true, out parent);
        }

        string method = exchange.Http.Request.Method;
        // Of a request that could not be read not even the method is known.
        Activity? activity = Source.StartActivity(method.Length == 0 ? Unknown : method, ActivityKind.Server, parent);
        if (activity is { IsAllDataRequested: true })
        {
            ClientRequest request = exchange.Request;
            activity.SetTag("http.request.method", method);
            activity.SetTag("url.scheme", request.Scheme);
            activity.SetTag("url.path", request.RawPath);
            activity.SetTag("server.address", request.Host);
            activity.SetTag("server.port", request.Port);
            activity.SetTag("client.address", exchange.Client.Address.ToString());
            activity.SetTag("network.protocol.version", request.Protocol[(request.Protocol.IndexOf('/', StringComparison.Ordinal) + 1)..]);
            activity.SetTag("kong.request.id", exchange.Id);
            if (headers.UserAgent.Count > 0)
            {
                activity.SetTag("user_agent.original", headers.UserAgent.ToString());
            }
        }

        exchange.Activity = activity;
        return activity;
    }

    /// <summary>Ends the activity of a request.</summary>
    public static void End(Exchange exchange, Activity activity)
    {
        if (activity.IsAllDataRequested)
        {
            int status = exchange.Measures.Status;
            activity.SetTag("http.response.status_code", status);
            if (exchange.Route is { } route)
            {
                activity.SetTag("kong.route.id", route.Id.ToString("D"));
                if (exchange.RoutePath is { } path)
                {
                    activity.SetTag("http.route", path);
                    activity.DisplayName = $"{exchange.TouchedUpstream?.ClientMethod ?? exchange.Http.Request.Method} {path}";
                }
            }

            if (exchange.Service is { } service)
            {
                activity.SetTag("kong.service.id", service.Id.ToString("D"));
            }

            Conclude(activity, status, least: 500);
        }

        activity.Stop();
    }

    /// <summary>Begins a step of a request; null: the request has no activity.</summary>
    public Activity? Step(Exchange exchange, string name) =>
        exchange.Activity is { } request ? Source.StartActivity(name, ActivityKind.Internal, request.Context) : null;

    /// <summary>Begins a phase of a plugin; null: the request has no activity.</summary>
    public Activity? Plugin(Exchange exchange, string phase, string plugin) =>
        exchange.Activity is { } request ? Source.StartActivity($"kong.{phase}.plugin.{plugin}", ActivityKind.Internal, request.Context) : null;

    /// <summary>Begins a try to reach the service; null: the request has no activity.</summary>
    public Activity? Try(Exchange exchange, Target target)
    {
        if (exchange.Activity is not { } request)
        {
            return null;
        }

        string method = exchange.Http.Request.Method;
        Activity? activity = Source.StartActivity(method, ActivityKind.Client, request.Context);
        if (activity is { IsAllDataRequested: true })
        {
            var address = new Uri(target.Prefix);
            activity.SetTag("http.request.method", method);
            activity.SetTag("server.address", address.Host);
            activity.SetTag("server.port", address.Port);
            activity.SetTag("url.full", target.Prefix + exchange.UpstreamPath);
            int before = exchange.Calls.Tries.Count - 1;
            if (before > 0)
            {
                activity.SetTag("http.request.resend_count", before);
            }
        }

        return activity;
    }

    /// <summary>Ends a try.</summary>
    /// <param name="activity">The try; null: it has none.</param>
    /// <param name="status">The service's status; null: there was none.</param>
    /// <param name="failure">Why there was none.</param>
    public static void EndTry(Activity? activity, int? status, string? failure)
    {
        if (activity is null)
        {
            return;
        }

        if (status is { } known)
        {
            activity.SetTag("http.response.status_code", known);
            Conclude(activity, known, least: 400);
        }
        else
        {
            activity.SetTag("error.type", failure);
            activity.SetStatus(ActivityStatusCode.Error, failure);
        }

        activity.Stop();
    }

    /// <summary>Whether a header of the client's gives way to the gateway's own.</summary>
    public static bool Replaces(string header) =>
        header.Equals(Parent, StringComparison.OrdinalIgnoreCase) || header.Equals(State, StringComparison.OrdinalIgnoreCase);

    /// <summary>Tells the service in whose activity it works.</summary>
    public static void Propagate(Activity activity, HttpRequestMessage target)
    {
        target.Headers.TryAddWithoutValidation(Parent, activity.Id);
        if (activity.TraceStateString is { Length: > 0 } state)
        {
            target.Headers.TryAddWithoutValidation(State, HeaderLineEncoding.Clean(state));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Source.Dispose();

    private static void Conclude(Activity activity, int status, int least)
    {
        if (status >= least)
        {
            activity.SetTag("error.type", status.ToString(CultureInfo.InvariantCulture));
            activity.SetStatus(ActivityStatusCode.Error);
        }
    }
}
