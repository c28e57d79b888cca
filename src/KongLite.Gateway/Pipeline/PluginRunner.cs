using System.Diagnostics;
using KongLite.Gateway.Telemetry;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Plugins;
using KongLite.Sdk.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace KongLite.Gateway.Pipeline;

/// <summary>Runs plugins' phases, and turns what they throw into Kong's answers: one plugin's bug costs one request.</summary>
internal sealed partial class PluginRunner(
    TimeProvider clock, GatewayMetrics metrics, GatewayTracing tracing, ILogger<PluginRunner> logger)
{
    private const long Silence = TimeSpan.TicksPerMinute;
    private long _outageTold;

    /// <summary>Runs the rewrite phase of the global plugins until one answers.</summary>
    public async ValueTask RewriteAsync(PluginInstance[] instances, Exchange exchange)
    {
        foreach (PluginInstance instance in instances)
        {
            if (instance.Rewrite is { } phase && exchange.Local is null)
            {
                using Activity? activity = tracing.Plugin(exchange, "rewrite", instance.Name);
                try
                {
                    Settle(exchange, await phase.RewriteAsync(exchange));
                }
                catch (Exception error) when (IsTheirs(error, exchange))
                {
                    Fail(error, instance, "rewrite", exchange);
                }
            }
        }
    }

    /// <summary>Runs one plugin's access phase.</summary>
    public ValueTask AccessAsync(PluginInstance instance, Exchange exchange) =>
        exchange.Activity is null ? RunAccessAsync(instance, exchange) : TraceAccessAsync(instance, exchange);

    /// <summary>Runs the response phase of the collected plugins until one answers.</summary>
    public async ValueTask ResponseAsync(PluginInstance[] collected, Exchange exchange)
    {
        foreach (PluginInstance instance in collected)
        {
            if (instance.Response is { } phase && exchange.Local is null)
            {
                using Activity? activity = tracing.Plugin(exchange, "response", instance.Name);
                try
                {
                    Settle(exchange, await phase.ResponseAsync(exchange));
                }
                catch (Exception error) when (IsTheirs(error, exchange))
                {
                    Fail(error, instance, "response", exchange);
                }
            }
        }
    }

    /// <summary>Runs the header filters. False: one failed, and the rest was skipped.</summary>
    public bool FilterHeaders(PluginInstance[] collected, Exchange exchange)
    {
        foreach (PluginInstance instance in collected)
        {
            if (instance.HeaderFilter is { } phase)
            {
                using Activity? activity = tracing.Plugin(exchange, "header_filter", instance.Name);
                LocalAnswer? before = exchange.Local;
                try
                {
                    phase.HeaderFilter(exchange);
                }
                catch (Exception error)
                {
                    Tell(error, instance, "header_filter", exchange);
                    exchange.Http.Response.StatusCode = StatusCodes.Status500InternalServerError;
                    return false;
                }

                // The filters that follow judge by the status, and it is no longer the service's.
                if (exchange.Local is { } answer && !ReferenceEquals(answer, before))
                {
                    exchange.Http.Response.StatusCode = answer.Status;
                }
            }
        }

        return true;
    }

    /// <summary>Runs the body filters on a piece. False: one failed, and the answer must not go on.</summary>
    public bool FilterBody(PluginInstance[] collected, Exchange exchange, ref BodyChunk chunk)
    {
        foreach (PluginInstance instance in collected)
        {
            if (instance.BodyFilter is { } phase)
            {
                try
                {
                    phase.BodyFilter(exchange, ref chunk);
                }
                catch (Exception error)
                {
                    Tell(error, instance, "body_filter", exchange);
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>Whether a plugin has a log phase.</summary>
    public static bool HasLog(PluginInstance[] collected)
    {
        foreach (PluginInstance instance in collected)
        {
            if (instance.Log is not null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Runs the log phase of every collected plugin.</summary>
    public void Log(PluginInstance[] collected, Exchange exchange)
    {
        foreach (PluginInstance instance in collected)
        {
            if (instance.Log is { } phase)
            {
                using Activity? activity = tracing.Plugin(exchange, "log", instance.Name);
                try
                {
                    phase.Log(exchange);
                }
                catch (Exception error)
                {
                    Tell(error, instance, "log", exchange);
                }
            }
        }
    }

    private async ValueTask TraceAccessAsync(PluginInstance instance, Exchange exchange)
    {
        using Activity? activity = tracing.Plugin(exchange, "access", instance.Name);
        await RunAccessAsync(instance, exchange);
    }

    private ValueTask RunAccessAsync(PluginInstance instance, Exchange exchange)
    {
        try
        {
            ValueTask<PhaseResult> running = instance.Access!.AccessAsync(exchange);
            if (!running.IsCompletedSuccessfully)
            {
                return AccessAsync(running, instance, exchange);
            }

            Settle(exchange, running.Result);
        }
        catch (Exception error) when (IsTheirs(error, exchange))
        {
            Fail(error, instance, "access", exchange);
        }

        return ValueTask.CompletedTask;
    }

    private async ValueTask AccessAsync(ValueTask<PhaseResult> running, PluginInstance instance, Exchange exchange)
    {
        try
        {
            Settle(exchange, await running);
        }
        catch (Exception error) when (IsTheirs(error, exchange))
        {
            Fail(error, instance, "access", exchange);
        }
    }

    // What the phase returned counts: an answer that was made and then not given is none.
    private static void Settle(Exchange exchange, PhaseResult result)
    {
        if (result == PhaseResult.Continue)
        {
            exchange.Local = null;
            exchange.Source = ResponseSource.Service;
        }
        else if (exchange.Local is null)
        {
            throw new InvalidOperationException("The phase exits without an answer.");
        }
    }

    private void Fail(Exception error, PluginInstance instance, string phase, Exchange exchange)
    {
        if (error is not StoreException outage)
        {
            Tell(error, instance, phase, exchange);
        }
        else
        {
            metrics.PluginFailed(instance.Name, phase);
            TellOfOutage(outage, instance, phase, exchange);
        }

        exchange.Error(StatusCodes.Status500InternalServerError);
        exchange.Source = ResponseSource.Error;
    }

    private void Tell(Exception error, PluginInstance instance, string phase, Exchange exchange)
    {
        metrics.PluginFailed(instance.Name, phase);
        Failed(error, instance.Name, phase, exchange.Id);
    }

    private void TellOfOutage(StoreException outage, PluginInstance instance, string phase, Exchange exchange)
    {
        if (IsNews())
        {
            NoStore(instance.Name, phase, exchange.Id, outage.Message);
        }
    }

    // Without its database a node fails the same way for request after request.
    private bool IsNews()
    {
        long told = Volatile.Read(ref _outageTold);
        long now = clock.GetUtcNow().Ticks;
        return now - told >= Silence && Interlocked.CompareExchange(ref _outageTold, now, told) == told;
    }

    // A body that cannot be read and a client that left are no fault of the plugin that waited for them.
    private static bool IsTheirs(Exception error, Exchange exchange) =>
        error is not BadHttpRequestException && !(exchange.Aborted.IsCancellationRequested && error is OperationCanceledException or IOException);

    [LoggerMessage(Level = LogLevel.Error, Message = "plugin {Plugin} failed in {Phase}, request {RequestId}")]
    private partial void Failed(Exception error, string plugin, string phase, string requestId);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "plugin {Plugin} could not ask the store in {Phase}, request {RequestId}: {Reason}; told once a minute, whatever the number of requests")]
    private partial void NoStore(string plugin, string phase, string requestId, string reason);
}
