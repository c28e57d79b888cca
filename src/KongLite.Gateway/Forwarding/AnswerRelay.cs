using System.Runtime.CompilerServices;
using KongLite.Gateway.Pipeline;
using KongLite.Sdk.Exchanges;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Yarp.ReverseProxy.Forwarder;

namespace KongLite.Gateway.Forwarding;

/// <summary>Brings a service's answer to the client, through the plugins.</summary>
internal sealed class AnswerRelay(PluginRunner runner, KongHeaders kongHeaders, Charset charset)
{
    // A header that is there, so that Kestrel adds none, and has no line: proxied answers carry the service's Date or none.
    private static readonly StringValues NoLine = new(new string?[] { null });

    /// <summary>Brings an answer whose headers have been copied.</summary>
    /// <returns>False, as the forwarder understands it: there is no body left to carry.</returns>
    public ValueTask<bool> BringAsync(ServiceCall call, HttpResponseMessage answer, CancellationToken cancellationToken) =>
        NeedsWholeAnswer(call.Collected) ? BringWholeAsync(call, answer, cancellationToken) : BringPiecesAsync(call, answer, cancellationToken);

    /// <summary>Runs the header filters, adds Kong's headers and has the body filters stand in the body's way. False: the exchange has got another answer.</summary>
    public bool PassHeaders(ServiceCall call)
    {
        Exchange exchange = call.Exchange;
        HttpResponse response = exchange.Http.Response;
        call.HeadersAreFiltered = true;
        call.BeginHeaders(kongHeaders);
        if (!runner.FilterHeaders(call.Collected, exchange))
        {
            Fail(exchange);
        }

        if (exchange.Local is not null)
        {
            return false;
        }

        // nginx names the charset behind all filters: they see the type as the service wrote it.
        charset.Complete(response);
        call.CompleteHeaders(kongHeaders);
        if (response.Headers.Date.Count == 0)
        {
            response.Headers.Date = NoLine;
        }

        if (call.Status != StatusCodes.Status101SwitchingProtocols && FilterOf(call) is { } filtered)
        {
            call.FilteredBody = filtered;
            response.Body = filtered;
        }

        return true;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> BringPiecesAsync(ServiceCall call, HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (!PassHeaders(call))
        {
            return false;
        }

        Stream body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        // nginx buffers no answers of gRPC either.
        bool isBuffered = call.Route.Route.ResponseBuffering && !call.Target.IsHttp2;
        call.BodyError = await AnswerBody.CopyAsync(body, call.Exchange.Http.Response.Body, !isBuffered, call.Timer!, cancellationToken);
        if (call.BodyError == ForwarderError.None)
        {
            await call.PassTrailersAsync(answer, cancellationToken);
        }

        return false;
    }

    private async ValueTask<bool> BringWholeAsync(ServiceCall call, HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        Exchange exchange = call.Exchange;
        Stream source = await answer.Content.ReadAsStreamAsync(cancellationToken);
        using var body = new MemoryStream();
        if (await AnswerBody.CopyAsync(source, body, headGoesAhead: false, call.Timer!, cancellationToken) != ForwarderError.None)
        {
            call.IsInvalid = true;
            return false;
        }

        exchange.Response.Body = body.ToArray();
        await runner.ResponseAsync(call.Collected, exchange);
        if (exchange.Local is not null || !PassHeaders(call))
        {
            return false;
        }

        try
        {
            await SendAsync(exchange);
        }
        // The client has got nothing yet.
        catch (BodyFilterException)
        {
            Fail(exchange);
            call.Unfilter();
            return false;
        }

        await call.PassTrailersAsync(answer, cancellationToken);
        return false;
    }

    private static async ValueTask SendAsync(Exchange exchange)
    {
        HttpResponse response = exchange.Http.Response;
        if (response.StatusCode is not (204 or 304) && !exchange.IsHead)
        {
            response.ContentLength = exchange.Response.Body.Length;
            await response.Body.WriteAsync(exchange.Response.Body, exchange.Aborted);
        }
    }

    private static void Fail(Exchange exchange)
    {
        exchange.Http.Response.Clear();
        exchange.Error(StatusCodes.Status500InternalServerError);
        exchange.Source = ResponseSource.Error;
    }

    private static bool NeedsWholeAnswer(PluginInstance[] collected)
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

    // For the body filters, and to count a body of unknown length for the loggers; null: the body takes neither.
    private BodyFilterStream? FilterOf(ServiceCall call)
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
}
