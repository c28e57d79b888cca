using System.Diagnostics;
using System.Runtime.CompilerServices;
using KongLite.Gateway.Forwarding;
using KongLite.Gateway.Routing;
using KongLite.Gateway.Snapshot;
using KongLite.Gateway.Telemetry;
using KongLite.Gateway.Wire;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Routing;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace KongLite.Gateway.Pipeline;

/// <summary>Serves a proxied request, from Kestrel's call to the log phase.</summary>
public sealed partial class GatewayHandler
{
    private readonly GatewayState _state;
    private readonly NodeInfo _node;
    private readonly TimeProvider _clock;
    private readonly ProxySteps _steps;
    private readonly ILogger<GatewayHandler> _logger;

    internal GatewayHandler(GatewayState state, NodeInfo node, TimeProvider clock, ProxySteps steps, ILogger<GatewayHandler> logger)
    {
        _state = state;
        _node = node;
        _clock = clock;
        _steps = steps;
        _logger = logger;
    }

    /// <summary>Serves one request. It never throws, and always answers or closes the connection.</summary>
    public Task InvokeAsync(HttpContext context) => ServeAsync(context).AsTask();

    // The walk's state is large, and requests are many: it is used again.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask ServeAsync(HttpContext context)
    {
        ClientWire? wire = context.Features.Get<ClientWire>();
        wire?.Begin(context);
        HostHeaderEncoding.Restore(context);
        // 1. The whole request lives with one snapshot.
        GatewaySnapshot snapshot = _state.Current;
        var exchange = new Exchange(context, _node, RequestId.Create(), Stopwatch.GetTimestamp(), _clock.GetUtcNow());
        PluginChain global = snapshot.Plugins.Global;
        PluginInstance[] collected = global.Anyone;
        ServiceCall? call = null;
        CountedBody? body = null;
        try
        {
            string? clientHost = context.Request.Headers.Host;
            _steps.Peers.Introduce(exchange);
            body = _steps.Telemetry.Begin(exchange);
            if (Rejects(exchange, wire, out RequestPathError pathError))
            {
                context.Response.Headers.Connection = "close";
            }

            // 2. Rewrite: no route is known yet.
            if (exchange.Local is null && global.HasRewrite)
            {
                await _steps.Runner.RewriteAsync(collected, exchange);
            }

            // 3. Route, and what the route demands of the connection.
            CompiledRoute? route = exchange.Local is null ? TracedRoute(snapshot, exchange, pathError) : null;
            if (route is not null && exchange.Local is null)
            {
                // 4. Access; it also collects whose later phases run.
                collected = await snapshot.Plugins.For(route.Route).AccessAsync(exchange, _steps.Runner);

                // 5. Nobody has answered: somebody has to.
                if (exchange.Local is null && exchange.Service is null)
                {
                    exchange.Error(StatusCodes.Status503ServiceUnavailable, GatewayErrors.NoService);
                }

                // 6. and 7. The service.
                if (exchange.Local is null)
                {
                    var attempt = new ServiceCall(exchange, route, collected, clientHost, _steps.Relay);
                    call = await _steps.Forwarder.ForwardAsync(attempt, snapshot.TargetOf(exchange.Service!), snapshot.Upstreams) ? attempt : null;
                }
            }

            // 8. Our own answers take the same road back.
            if (exchange.Local is not null)
            {
                await _steps.Answers.WriteAsync(exchange, collected, call);
            }
        }
        // The proxy's edge.
        catch (Exception error)
        {
            await RecoverAsync(error, exchange, collected);
        }

        // 9. The client has everything.
        if (PluginRunner.HasLog(collected))
        {
            await LogAsync(exchange, collected);
        }

        _steps.Telemetry.End(exchange, body);
        _steps.Connections?.RequestEnded();
        wire?.End();
    }

    private bool Rejects(Exchange exchange, ClientWire? wire, out RequestPathError pathError)
    {
        int status = _steps.Guard.Check(exchange, out pathError);
        if (status == 0 && wire is { IsPlainOnTls: true })
        {
            status = GatewayErrors.PlainOnTls;
        }

        if (status != 0)
        {
            exchange.Local = RequestGuard.Refusal(status);
            exchange.Source = ResponseSource.Error;
        }

        return status != 0;
    }

    private CompiledRoute? TracedRoute(GatewaySnapshot snapshot, Exchange exchange, RequestPathError pathError)
    {
        using Activity? activity = _steps.Telemetry.Tracing.Step(exchange, "kong.router");
        return Route(snapshot, exchange, pathError);
    }

    private static CompiledRoute? Route(GatewaySnapshot snapshot, Exchange exchange, RequestPathError pathError)
    {
        HttpContext http = exchange.Http;
        ClientRequest request = exchange.Request;
        var key = new RequestKey
        {
            Method = request.Method,
            Host = http.Request.Headers.Host,
            ListenerPort = request.OutsidePort,
            Path = request.Path,
            Headers = http.Request.Headers,
            IsTls = http.Request.IsHttps,
            Sni = http.Request.IsHttps ? http.Features.Get<ITlsHandshakeFeature>()?.HostName : null,
        };
        Router router = snapshot.Router;
        if (router.Needs != RequestParts.None)
        {
            key = WithParts(key, router.Needs, exchange);
        }

        if (pathError != RequestPathError.None || router.Match(key) is not { } match)
        {
            if (snapshot.Version < 0)
            {
                exchange.Error(StatusCodes.Status503ServiceUnavailable, GatewayErrors.NoConfiguration);
            }
            else
            {
                exchange.Error(StatusCodes.Status404NotFound, GatewayErrors.NoRoute);
            }

            return null;
        }

        exchange.Route = match.Route.Route;
        exchange.Service = match.Route.Service;
        exchange.RoutePath = match.RoutePath;
        exchange.UpstreamPath = UpstreamPath.Of(match);
        exchange.StrippedPrefix = UpstreamPath.ForwardedPrefix(match);
        if (match.Captures is var captures && !ReferenceEquals(captures, UriCaptures.None))
        {
            request.Captures = captures;
        }

        ProtocolDemands.Check(exchange, match.Route);
        return match.Route;
    }

    private static RequestKey WithParts(in RequestKey key, RequestParts parts, Exchange exchange)
    {
        bool hasAddresses = (parts & RequestParts.Addresses) != 0;
        ConnectionInfo connection = exchange.Http.Connection;
        return key with
        {
            ClientAddress = hasAddresses ? exchange.Client.Address : null,
            ClientPort = hasAddresses ? exchange.Client.Port : 0,
            ServerAddress = !hasAddresses ? null
                : connection.LocalIpAddress is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4()
                : connection.LocalIpAddress,
            Query = (parts & RequestParts.Query) != 0 ? exchange.Request.Query : null,
        };
    }

    private async ValueTask RecoverAsync(Exception error, Exchange exchange, PluginInstance[] collected)
    {
        HttpContext http = exchange.Http;
        if (http.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        int? refused = RefusalOf(error);
        if (refused is null)
        {
            Unexpected(error, exchange.Id);
        }

        if (http.Response.HasStarted)
        {
            http.Abort();
            return;
        }

        http.Response.Clear();
        if (refused is { } status)
        {
            // Where the next request begins is not known.
            http.Response.Headers.Connection = "close";
            exchange.Local = new LocalAnswer(LocalAnswerKind.LowLevelError, status);
        }
        else
        {
            exchange.Local = new LocalAnswer(LocalAnswerKind.Error, StatusCodes.Status500InternalServerError);
        }

        exchange.Source = ResponseSource.Error;
        try
        {
            await _steps.Answers.WriteAsync(exchange, collected, call: null);
        }
        // The proxy's edge: there is nobody left to tell.
        catch (Exception again)
        {
            Unexpected(again, exchange.Id);
            http.Abort();
        }
    }

    // Of all that can be wrong with chunks, Kestrel has another exception for sizes that no number holds.
    private static int? RefusalOf(Exception error) => error switch
    {
        BadHttpRequestException bad => bad.StatusCode,
        IOException { InnerException: OverflowException } => StatusCodes.Status400BadRequest,
        _ => null,
    };

    private async ValueTask LogAsync(Exchange exchange, PluginInstance[] collected)
    {
        try
        {
            // Otherwise the client would wait for the loggers.
            await exchange.Http.Response.CompleteAsync();
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or InvalidOperationException or ObjectDisposedException)
        {
            // The client has gone; that is logged too.
        }

        exchange.Calls.Finished = Stopwatch.GetTimestamp();
        _steps.Runner.Log(collected, exchange);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "request {RequestId} failed")]
    private partial void Unexpected(Exception error, string requestId);
}
