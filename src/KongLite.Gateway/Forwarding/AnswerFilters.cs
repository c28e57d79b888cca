using KongLite.Gateway.Pipeline;
using KongLite.Sdk.Exchanges;
using Microsoft.AspNetCore.Http;

namespace KongLite.Gateway.Forwarding;

/// <summary>What a service's answer goes through before the client sees it.</summary>
internal sealed class AnswerFilters(PluginRunner runner, KongHeaders kongHeaders, Charset charset)
{
    /// <summary>Whether a plugin wants the whole answer before anything of it is sent.</summary>
    public static bool NeedsWholeAnswer(PluginInstance[] collected)
    {
        foreach (PluginInstance instance in collected)
        {
            if (instance.Response is not null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Runs the response phase on an answer that was read whole.</summary>
    public ValueTask RespondAsync(PluginInstance[] collected, Exchange exchange) => runner.ResponseAsync(collected, exchange);

    /// <summary>Runs the header filters and adds Kong's headers. False: the exchange has got another answer.</summary>
    public bool PassHeaders(ServiceCall call)
    {
        Exchange exchange = call.Exchange;
        call.HeadersAreFiltered = true;
        call.BeginHeaders(kongHeaders);
        if (!runner.FilterHeaders(call.Collected, exchange))
        {
            exchange.Http.Response.Clear();
            exchange.Error(StatusCodes.Status500InternalServerError);
            exchange.Source = ResponseSource.Error;
        }

        if (exchange.Local is not null)
        {
            return false;
        }

        // nginx names the charset behind all filters: they see the type as the service wrote it.
        charset.Complete(exchange.Http.Response);
        call.CompleteHeaders(kongHeaders);
        return true;
    }

    /// <summary>The stream for the body filters, and to count a body of unknown length for the loggers; null: it takes none.</summary>
    public BodyFilterStream? FilterOf(ServiceCall call)
    {
        foreach (PluginInstance instance in call.Collected)
        {
            if (instance.BodyFilter is not null || (instance.Log is not null && call.Exchange.Http.Response.ContentLength is null))
            {
                HttpContext http = call.Exchange.Http;
                bool hasBody = http.Response.StatusCode is not (204 or 304) && !call.Exchange.IsHead;
                return new BodyFilterStream(http.Response.Body, hasBody, call.Collected, runner, call.Exchange);
            }
        }

        return null;
    }

    /// <summary>Sends an answer that was read whole.</summary>
    public static async ValueTask SendAsync(Exchange exchange)
    {
        HttpResponse response = exchange.Http.Response;
        if (response.StatusCode is 204 or 304)
        {
            return;
        }

        if (!exchange.IsHead)
        {
            response.ContentLength = exchange.Response.Body.Length;
            await response.Body.WriteAsync(exchange.Response.Body, exchange.Aborted);
        }
    }
}
