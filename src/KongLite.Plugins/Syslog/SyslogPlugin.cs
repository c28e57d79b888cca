using System.Text;
using KongLite.Plugins.Shared;
using KongLite.Plugins.Shared.Delivery;
using KongLite.Plugins.Shared.Logging;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Plugins;
using Microsoft.Extensions.Logging;

namespace KongLite.Plugins.Syslog;

/// <summary>Writes an entry about each request to the system's log.</summary>
[Plugin<SyslogConfig>("syslog", Priority = 4, AnyProtocol = true)]
internal sealed class SyslogPlugin : ILogPhase
{
    private static readonly DeliverySettings Settings = new() { MaxBatchSize = 100 };

    private readonly SyslogConfig _config;
    private readonly int _facility;
    private readonly CustomFields _fields;
    private readonly TimeProvider _clock;
    private readonly DeliveryQueue _queue;

    /// <summary>Prepares the way to the log; nothing is sent before the first entry.</summary>
    public SyslogPlugin(SyslogConfig config, SyslogSocket socket, DeliveryQueues queues, TimeProvider clock, ILogger<SyslogPlugin> logger)
    {
        _config = config;
        _facility = SyslogMessage.FacilityOf(config.Facility);
        _fields = new CustomFields(config.CustomFieldsByLua, logger);
        _clock = clock;
        _queue = queues.Of(socket, Settings, () => new SyslogDelivery(socket));
    }

    /// <inheritdoc/>
    public void Log(Exchange exchange)
    {
        LogSeverity severity = exchange.Measures.Status switch
        {
            >= 500 => _config.ServerErrorsSeverity,
            >= 400 => _config.ClientErrorsSeverity,
            _ => _config.SuccessfulSeverity,
        };
        if (severity < _config.LogLevel)
        {
            return;
        }

        byte[] head = Encoding.ASCII.GetBytes(SyslogMessage.Head(_facility, severity, _clock.GetLocalNow()));
        _queue.Add([.. head, .. _fields.Apply(LogEntry.Serialize(exchange))]);
    }
}
