using KongLite.Sdk.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KongLite.Gateway.Balancing;

/// <summary>Follows the health that is set by hand on other nodes, where there are others.</summary>
internal sealed partial class HealthListener(UpstreamHealth health, ILogger<HealthListener> logger, IClusterEvents? events = null) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        events?.Subscribe(HealthMessage.Channel, Take);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Take(string data)
    {
        if (HealthMessage.Parse(data) is { } message)
        {
            health.Take(message);
        }
        else
        {
            Malformed();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "another node sent a health of a target that cannot be read; it is ignored")]
    private partial void Malformed();
}
