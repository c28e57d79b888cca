using KongLite.Gateway.Forwarding;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Plugins;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace KongLite.Gateway.Pipeline;

/// <summary>Sends the gateway's own answers, by the same road as a service's: header filters, body filters, Kong's headers.</summary>
internal sealed class AnswerWriter(GatewayOptions options, PluginRunner runner, KongHeaders kongHeaders, Charset charset)
{
    /// <summary>Sends the answer of an exchange.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="collected">The plugins whose filters run.</param>
    /// <param name="call">The call that failed; null: no service was called.</param>
    public async ValueTask WriteAsync(Exchange exchange, PluginInstance[] collected, ServiceCall? call)
    {
        LocalAnswer answer = exchange.Local!;
        if (answer is { Kind: LocalAnswerKind.Bare, Status: 408 or 499 })
        {
            exchange.Http.Abort();
            return;
        }

        // An answer given in a header filter has passed them; without a body of its own it has none.
        bool isFiltered = call is { HeadersAreFiltered: true };
        ReadOnlyMemory<byte> body = LocalBody.Apply(exchange, answer, options, isFiltered);
        exchange.Http.Response.ContentLength = body.Length;
        if (!isFiltered)
        {
            call?.BeginHeaders(kongHeaders);
        }

        if (!isFiltered && !FilterHeaders(exchange, answer, collected, ref body))
        {
            body = Replace(exchange);
        }

        body = FilterBody(exchange, collected, body);
        HttpResponse response = exchange.Http.Response;
        charset.Complete(response);
        if (call is not null)
        {
            call.CompleteHeaders(kongHeaders);
        }
        else if (exchange.StandsForService && exchange.Source == ResponseSource.Exit)
        {
            kongHeaders.CompleteReplayed(exchange);
        }
        else
        {
            kongHeaders.Complete(exchange);
        }

        if (!HttpProtocol.IsHttp2(exchange.Http.Request.Protocol) && GatewayErrors.ReasonPhrase(response.StatusCode) is { } phrase)
        {
            exchange.Http.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = phrase;
        }

        if (ClientBody.IsHeldBack(exchange.Http.Request))
        {
            // The client need not send it now, so the next request's place is not known (RFC 9110, section 10.1.1).
            response.Headers.Connection = "close";
        }

        await SendAsync(exchange, body);
    }

    private bool FilterHeaders(Exchange exchange, LocalAnswer answer, PluginInstance[] collected, ref ReadOnlyMemory<byte> body)
    {
        if (!runner.FilterHeaders(collected, exchange))
        {
            return false;
        }

        if (!ReferenceEquals(exchange.Local, answer))
        {
            body = LocalBody.Apply(exchange, exchange.Local!, options, inHeaderFilter: true);
            exchange.Http.Response.ContentLength = body.Length;
        }

        return true;
    }

    private ReadOnlyMemory<byte> FilterBody(Exchange exchange, PluginInstance[] collected, ReadOnlyMemory<byte> body)
    {
        var chunk = new BodyChunk(body, IsLast: true);
        if (!runner.FilterBody(collected, exchange, ref chunk))
        {
            return Replace(exchange);
        }

        // A filter that changed the length has either taken the header away or left it to us.
        HttpResponse response = exchange.Http.Response;
        response.ContentLength = response.ContentLength is null ? null : chunk.Data.Length;
        return chunk.Data;
    }

    // Nothing has been sent yet, so a failing filter costs the answer but not the connection.
    private ReadOnlyMemory<byte> Replace(Exchange exchange)
    {
        HttpResponse response = exchange.Http.Response;
        response.Headers.Clear();
        exchange.Error(StatusCodes.Status500InternalServerError);
        exchange.Source = ResponseSource.Error;
        ReadOnlyMemory<byte> body = LocalBody.Apply(exchange, exchange.Local!, options, inHeaderFilter: false);
        response.ContentLength = body.Length;
        return body;
    }

    private static async ValueTask SendAsync(Exchange exchange, ReadOnlyMemory<byte> body)
    {
        HttpResponse response = exchange.Http.Response;
        if (response.StatusCode is 204 or 304 or (>= 100 and < 200))
        {
            response.ContentLength = null;
            return;
        }

        if (body.Length > 0 && !exchange.IsHead)
        {
            await response.Body.WriteAsync(body, exchange.Aborted);
        }
    }
}
