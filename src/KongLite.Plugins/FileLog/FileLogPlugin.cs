using KongLite.Plugins.Shared.Delivery;
using KongLite.Plugins.Shared.Logging;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Plugins;
using Microsoft.Extensions.Logging;

namespace KongLite.Plugins.FileLog;

/// <summary>Appends an entry about each request to a file.</summary>
[Plugin<FileLogConfig>("file-log", Priority = 9, AnyProtocol = true)]
internal sealed class FileLogPlugin : ILogPhase
{
    // A disk takes many lines at once, and is not asked twice.
    private static readonly DeliverySettings Settings = new() { MaxBatchSize = 1000 };

    private readonly LogFile _file;
    private readonly bool _reopens;
    private readonly CustomFields _fields;
    private readonly DeliveryQueue _queue;

    /// <summary>Prepares the file; it is opened with the first entry.</summary>
    public FileLogPlugin(FileLogConfig config, LogFiles files, DeliveryQueues queues, ILogger<FileLogPlugin> logger)
    {
        // Two ways into one file would write over each other, so all plugins of a path share one.
        _file = files.Of(config.Path);
        _reopens = config.Reopen;
        _fields = new CustomFields(config.CustomFieldsByLua, logger);
        _queue = queues.Of(_file, Settings, () => _file);
    }

    /// <inheritdoc/>
    public void Log(Exchange exchange)
    {
        byte[] entry = _fields.Apply(LogEntry.Serialize(exchange));
        if (_reopens)
        {
            _file.Reopen();
        }

        _queue.Add(entry);
    }
}
