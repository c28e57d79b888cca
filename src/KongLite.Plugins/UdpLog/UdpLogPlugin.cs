using KongLite.Plugins.Shared.Delivery;
using KongLite.Plugins.Shared.Logging;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Plugins;
using Microsoft.Extensions.Logging;

namespace KongLite.Plugins.UdpLog;

/// <summary>Sends an entry about each request over UDP.</summary>
[Plugin<UdpLogConfig>("udp-log", Priority = 8, AnyProtocol = true)]
internal sealed class UdpLogPlugin : ILogPhase
{
    private static readonly DeliverySettings Settings = new() { MaxBatchSize = 100 };

    private readonly CustomFields _fields;
    private readonly DeliveryQueue _queue;

    /// <summary>Prepares the way to the server; nothing is sent before the first entry.</summary>
    public UdpLogPlugin(UdpLogConfig config, DeliveryQueues queues, ILogger<UdpLogPlugin> logger)
    {
        _fields = new CustomFields(config.CustomFieldsByLua, logger);
        TimeSpan timeout = SocketTimeout.Of(config.Timeout);
        _queue = queues.Of(("udp-log", config.Host, config.Port, timeout), Settings, () => new UdpDelivery(config.Host, config.Port, timeout));
    }

    /// <inheritdoc/>
    public void Log(Exchange exchange) => _queue.Add(_fields.Apply(LogEntry.Serialize(exchange)));
}
