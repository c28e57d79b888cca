using KongLite.Sdk.Exchanges;

namespace KongLite.Gateway.Telemetry;

/// <summary>What is told of each proxied request.</summary>
/// <param name="metrics">Counts and times it.</param>
/// <param name="tracing">Follows it.</param>
/// <param name="accessLog">Writes it down; null: nobody does.</param>
internal sealed class RequestTelemetry(GatewayMetrics metrics, GatewayTracing tracing, AccessLog? accessLog = null)
{
    /// <summary>The activities.</summary>
    public GatewayTracing Tracing => tracing;

    /// <summary>A request begins; before anything is written of its answer.</summary>
    /// <returns>What counts the body of the answer; null: nobody asks for its size.</returns>
    public CountedBody? Begin(Exchange exchange)
    {
        tracing.Begin(exchange);
        return accessLog is null ? null : CountedBody.Of(exchange.Http);
    }

    /// <summary>The client has everything that it gets.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="body">What counted the body of the answer; null: nobody asks for its size.</param>
    /// <param name="line">The request line, where it could not be read; null: as the request says.</param>
    public void End(Exchange exchange, CountedBody? body, string? line = null)
    {
        if (body is not null)
        {
            accessLog!.Add(exchange, body, line);
        }

        metrics.Answered(exchange);
        if (exchange.Activity is { } activity)
        {
            GatewayTracing.End(exchange, activity);
        }
    }
}
