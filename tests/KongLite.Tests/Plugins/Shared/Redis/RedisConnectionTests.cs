using KongLite.Plugins.Shared;
using KongLite.Plugins.Shared.Redis;
using KongLite.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace KongLite.Tests.Plugins.Shared.Redis;

public sealed class RedisConnectionTests
{
    [RedisFact]
    public async Task Takes_what_the_library_throws_for_a_failure_whatever_it_is()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using var connections = new RedisConnections(TimeProvider.System, NullLogger<RedisConnection>.Instance);
        RedisConnection connection = connections.Get(new RedisConfig { Host = "127.0.0.1", Port = server.Port });

        RedisFailure failure = await Assert.ThrowsAsync<RedisFailure>(() => connection.RunAsync<int>(_ => throw new FormatException("odd")));

        Assert.EndsWith("odd", failure.Message, StringComparison.Ordinal);
        Assert.True(await connection.RunAsync(database => database.StringSetAsync("a", "b")));
    }
}
