using KongLite.Sdk.Logging;
using KongLite.Sdk.Storage;

namespace KongLite.Logging;

/// <summary>Follows the log level that another node was given for the whole cluster, where there are others.</summary>
internal sealed partial class LogLevelListener(ILogLevelSwitch levels, ILogger<LogLevelListener> logger, IClusterEvents? events = null) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        events?.Subscribe(LogLevelMessage.Channel, Take);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Take(string data)
    {
        if (LogLevelMessage.Parse(data) is not { } message)
        {
            Malformed();
            return;
        }

        levels.Set(message.Level, message.Duration);
        Changed(message.Level);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "log level {Level}, as another node says")]
    private partial void Changed(string level);

    [LoggerMessage(Level = LogLevel.Warning, Message = "another node sent a log level that cannot be read; it is ignored")]
    private partial void Malformed();
}
