using System.Globalization;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Plugins;

namespace KongLite.Plugins.CorrelationId;

/// <summary>Gives every request an id by which it can be followed through logs and services.</summary>
[Plugin<CorrelationIdConfig>("correlation-id", Priority = 100001)]
internal sealed class CorrelationIdPlugin(CorrelationIdConfig config, WorkerIds workerIds, TimeProvider clock) : IAccessPhase, IHeaderFilterPhase
{
    /// <summary>The id of a request, for logs; null: the plugin did not run.</summary>
    public static readonly ExchangeKey<string> Id = new("correlation-id");

    private readonly string _header = HeaderText.Name(config.HeaderName ?? "Kong-Request-ID");

    /// <inheritdoc/>
    public ValueTask<PhaseResult> AccessAsync(Exchange exchange)
    {
        string? id = Incoming(exchange);
        if (id is null)
        {
            id = Create(exchange);
            exchange.Request.Headers[_header] = id;
        }

        exchange.Set(Id, id);
        return ValueTask.FromResult(PhaseResult.Continue);
    }

    /// <inheritdoc/>
    public void HeaderFilter(Exchange exchange)
    {
        if (config.EchoDownstream)
        {
            exchange.Response.Headers[_header] = HeaderText.Safe(exchange.Get(Id) ?? Incoming(exchange) ?? Create(exchange));
        }
    }

    private string? Incoming(Exchange exchange) => exchange.Request.Header(_header) is { } id && !string.IsNullOrWhiteSpace(id) ? id : null;

    private string Create(Exchange exchange) => config.Generator switch
    {
        CorrelationIdGenerator.Uuid => Guid.NewGuid().ToString("D"),
        CorrelationIdGenerator.Tracker => Tracker(exchange),
        _ => workerIds.Next(),
    };

    private string Tracker(Exchange exchange)
    {
        ClientConnection? connection = exchange.Client.Connection;
        double seconds = clock.GetUtcNow().ToUnixTimeMilliseconds() / 1000d;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{exchange.Request.LocalAddress}-{exchange.Request.Port}-{Environment.ProcessId}-{connection?.Number ?? 0}-{connection?.Requests ?? 1}-{seconds:F3}");
    }
}
