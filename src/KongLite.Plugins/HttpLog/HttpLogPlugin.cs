using KongLite.Plugins.Shared.Delivery;
using KongLite.Plugins.Shared.Logging;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Plugins;
using Microsoft.Extensions.Logging;

namespace KongLite.Plugins.HttpLog;

/// <summary>Sends entries about requests to an HTTP server.</summary>
[Plugin<HttpLogConfig>("http-log", Priority = 12, AnyProtocol = true, Checks = typeof(HttpLogChecks))]
internal sealed class HttpLogPlugin : ILogPhase
{
    private readonly CustomFields _fields;
    private readonly DeliveryQueue _queue;

    /// <summary>Prepares the way to the server; nothing is sent before the first entry.</summary>
    public HttpLogPlugin(HttpLogConfig config, DeliveryQueues queues, ILogger<HttpLogPlugin> logger)
    {
        _fields = new CustomFields(config.CustomFieldsByLua, logger);
        var settings = DeliverySettings.Of(config.Queue, config.QueueSize, config.FlushTimeout);
        var server = new LogServer(
            config.HttpEndpoint,
            config.Method ?? "POST",
            config.ContentType ?? "application/json",
            string.Join('\n', (config.Headers ?? new Dictionary<string, string>()).Select(header => $"{header.Key}:{header.Value}").Order(StringComparer.Ordinal)),
            config.Timeout ?? 10000,
            config.Keepalive ?? 60000);
        _queue = queues.Of((server, settings), settings, () => new HttpDelivery(server, config.Headers, isArray: settings.MaxBatchSize > 1));
    }

    /// <inheritdoc/>
    public void Log(Exchange exchange) => _queue.Add(_fields.Apply(LogEntry.Serialize(exchange)));
}
