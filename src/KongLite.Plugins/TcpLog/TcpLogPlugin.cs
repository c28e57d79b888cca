using KongLite.Plugins.Shared.Delivery;
using KongLite.Plugins.Shared.Logging;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Plugins;
using Microsoft.Extensions.Logging;

namespace KongLite.Plugins.TcpLog;

/// <summary>Sends an entry about each request over TCP.</summary>
[Plugin<TcpLogConfig>("tcp-log", Priority = 7, AnyProtocol = true)]
internal sealed class TcpLogPlugin : ILogPhase
{
    private static readonly DeliverySettings Settings = new() { MaxBatchSize = 100 };

    private readonly CustomFields _fields;
    private readonly DeliveryQueue _queue;

    /// <summary>Prepares the way to the server; nothing is sent before the first entry.</summary>
    public TcpLogPlugin(TcpLogConfig config, DeliveryQueues queues, ILogger<TcpLogPlugin> logger)
    {
        _fields = new CustomFields(config.CustomFieldsByLua, logger);
        var server = new TcpServer(config.Host, config.Port)
        {
            Timeout = SocketTimeout.Of(config.Timeout),
            Keepalive = SocketTimeout.Of(config.Keepalive),
            IsTls = config.Tls,
            ServerName = config.TlsSni,
        };
        _queue = queues.Of(("tcp-log", server), Settings, () => new TcpDelivery(server));
    }

    /// <inheritdoc/>
    public void Log(Exchange exchange) => _queue.Add(_fields.Apply(LogEntry.Serialize(exchange)));
}
