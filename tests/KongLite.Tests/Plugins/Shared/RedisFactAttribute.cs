using KongLite.Testing;

namespace KongLite.Tests.Plugins.Shared;

/// <summary>A test with a real Redis server. Without one it is skipped, except in CI, where it then fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RedisFactAttribute : FactAttribute
{
    public RedisFactAttribute()
    {
        if (!RedisServer.IsInstalled && Environment.GetEnvironmentVariable("CI") != "true")
        {
            Skip = "redis-server is not installed";
        }
    }
}
