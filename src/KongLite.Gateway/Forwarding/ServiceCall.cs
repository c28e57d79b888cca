using System.Diagnostics;
using System.Net;
using KongLite.Gateway.Balancing;
using KongLite.Gateway.Pipeline;
using KongLite.Gateway.Routing;
using KongLite.Gateway.Wire;
using KongLite.Sdk.Exchanges;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace KongLite.Gateway.Forwarding;

/// <summary>One exchange's call to its service: makes the outgoing request and lets the answer through the plugins. The same object serves every try.</summary>
internal sealed class ServiceCall(Exchange exchange, CompiledRoute route, PluginInstance[] collected, string? clientHost, AnswerRelay relay)
    : HttpTransformer
{
    private Target? _target;
    private long _handedOver;
    private long _tried;
    private int? _status;

    public Exchange Exchange => exchange;

    public CompiledRoute Route => route;

    public PluginInstance[] Collected => collected;

    /// <summary>Where the current try goes.</summary>
    public Target Target => _target!;

    /// <summary>Times the current try; null: there is none.</summary>
    public TryTimer? Timer { get; private set; }

    /// <summary>Whether the last try took too long before there was an answer.</summary>
    public bool HasTimedOut { get; private set; }

    /// <summary>Whether the request has a body.</summary>
    public bool HasBody { get; set; }

    /// <summary>Whether the service gets the body as the client sends it.</summary>
    public bool StreamsBody { get; set; }

    /// <summary>What broke the answer off.</summary>
    public ForwarderError BodyError { get; set; }

    /// <summary>Whether there has been a try.</summary>
    public bool HasBegun => _target is not null;

    /// <summary>The tries at an upstream; null: the service is a host of its own.</summary>
    public PeerTries? Tries { get; set; }

    /// <summary>The service's status; null: it has given none.</summary>
    public int? Status => _status;

    /// <summary>Whether the service's answer breaks HTTP in a way that the client library lets pass.</summary>
    public bool IsInvalid { get; set; }

    /// <summary>Whether the header filters have run; they run once for each answer.</summary>
    public bool HeadersAreFiltered { get; set; }

    /// <summary>The stream that shows the body to the filters; null: there are none, or no body yet.</summary>
    public BodyFilterStream? FilteredBody { get; set; }

    /// <summary>The <c>Host</c> that goes to the service: a plugin's, the client's when the route keeps it, or the target's.</summary>
    public string HostHeader
    {
        get
        {
            if (exchange.TouchedUpstream?.HostHeader is { } chosen)
            {
                return chosen;
            }

            string? now = exchange.Http.Request.Headers.Host;
            bool isChanged = !ReferenceEquals(now, clientHost) && !string.Equals(now, clientHost, StringComparison.Ordinal);
            return (isChanged || route.PreserveHost) && !string.IsNullOrEmpty(now) ? HostHeaderEncoding.WithoutEmptyPort(now) : Target.HostHeader;
        }
    }

    /// <summary>Begins a try.</summary>
    /// <param name="target">Where it goes.</param>
    /// <param name="started">When choosing the target began, in stopwatch ticks.</param>
    public void Begin(Target target, long started)
    {
        _target = target;
        _tried = Stopwatch.GetTimestamp();
        exchange.Calls.Tries.Begin(new UpstreamTry(target.Prefix, started, _tried));
        _handedOver = _handedOver == 0 ? _tried : _handedOver;
        Timer = TryTimer.Rent(target.WriteTimeout, target.ReadTimeout);
    }

    /// <summary>The head is about to be sent: there is a connection.</summary>
    public void Send()
    {
        if (!HasBody)
        {
            Timer!.WaitForService();
        }
    }

    /// <summary>Ends a try.</summary>
    public void End()
    {
        HasTimedOut = Timer!.IsCancellationRequested && _status is null;
        Timer.Return();
        Timer = null;
    }

    /// <summary>Adds what is there before the header filters run, which may change it: the status of the last try and the cookie of the upstream.</summary>
    public void BeginHeaders(KongHeaders kongHeaders)
    {
        UpstreamTries tries = exchange.Calls.Tries;
        kongHeaders.BeginProxied(exchange, tries[tries.Count - 1].Status);
        Tries?.Cookie?.AddTo(exchange.Http.Response.Headers);
    }

    /// <summary>Adds Kong's headers of a proxied answer, behind the header filters.</summary>
    public void CompleteHeaders(KongHeaders kongHeaders) => kongHeaders.CompleteProxied(exchange, _handedOver, _tried, Target.IsHttp2);

    /// <summary>Takes the body filters off the way to the client, when this answer has been shown to them.</summary>
    public void Unfilter()
    {
        if (FilteredBody is { } filtered)
        {
            exchange.Http.Response.Body = filtered.Client;
        }
    }

    /// <inheritdoc/>
    public override ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        proxyRequest.RequestUri = new CallAddress(Address(destinationPrefix), this);
        UpstreamRequestHeaders.Write(this, proxyRequest);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override ValueTask<bool> TransformResponseAsync(
        HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        if (proxyResponse is null)
        {
            return ValueTask.FromResult(false);
        }

        Timer!.BeginAnswer();
        _status = (int)proxyResponse.StatusCode;
        exchange.Calls.Tries.End(_status, hasFailed: false);
        if (!ServiceResponseHeaders.Copy(proxyResponse, httpContext))
        {
            IsInvalid = true;
            return ValueTask.FromResult(false);
        }

        if (proxyResponse.RequestMessage?.Method == HttpMethod.Head && !exchange.IsHead)
        {
            // A plugin made it HEAD. The length is that of a body which does not come.
            httpContext.Response.ContentLength = null;
        }

        Tries?.Answered((int)proxyResponse.StatusCode);
        if (proxyResponse.StatusCode == HttpStatusCode.SwitchingProtocols)
        {
            // The forwarder carries what follows, both ways.
            return ValueTask.FromResult(relay.PassHeaders(this));
        }

        return relay.BringAsync(this, proxyResponse, cancellationToken);
    }

    /// <summary>Passes trailers on, if the service's are meant to be.</summary>
    public ValueTask PassTrailersAsync(HttpResponseMessage answer, CancellationToken cancellationToken) =>
        // Those of gRPC end the message; those of other services nginx drops, as RFC 9110 allows (section 6.5.1).
        Target.IsHttp2 ? TransformResponseTrailersAsync(exchange.Http, answer, cancellationToken) : ValueTask.CompletedTask;

    private string Address(string prefix)
    {
        string path = exchange.UpstreamPath!;
        ClientRequest request = exchange.Request;
        string address = string.Concat(prefix, path, request.QueryWithMark);
        if (!path.StartsWith('/') || address.AsSpan().ContainsAnyInRange('\0', ' '))
        {
            throw new InvalidOperationException("A plugin made the path or the query unfit for a request line.");
        }

        return address;
    }
}
