using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace KongLite.Plugins.Shared.Redis;

/// <summary>Connections to Redis servers. Plugins with the same settings share one, and it outlives changes of their configuration.</summary>
internal sealed class RedisConnections : IAsyncDisposable
{
    private static readonly TimeSpan Round = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<RedisConfig, RedisConnection> _known = new();
    private readonly TimeProvider _clock;
    private readonly ILogger<RedisConnection> _logger;
    private readonly ITimer _timer;

    /// <summary>No connections yet.</summary>
    public RedisConnections(TimeProvider clock, ILogger<RedisConnection> logger)
    {
        _clock = clock;
        _logger = logger;
        _timer = clock.CreateTimer(static state => ((RedisConnections)state!).CloseIdle(), this, Round, Round);
    }

    /// <summary>The connection for some settings; it is opened when it is first used.</summary>
    public RedisConnection Get(RedisConfig config) => _known.GetOrAdd(config, each => new RedisConnection(each, _clock, _logger));

    /// <summary>Closes all.</summary>
    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        foreach (RedisConnection each in _known.Values)
        {
            each.Close();
        }
    }

    private void CloseIdle()
    {
        foreach (RedisConnection each in _known.Values)
        {
            each.CloseIfIdle();
        }
    }
}
