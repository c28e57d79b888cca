using KongLite.Sdk.Schema;

namespace KongLite.Plugins.Shared;

/// <summary>The name that a field of <c>config.redis</c> had before there was such a record: <c>redis_host</c>. Answers still carry it.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
internal sealed class RedisAliasAttribute : AliasAttribute
{
    /// <summary>An old name.</summary>
    /// <param name="plugin">Name of the plugin.</param>
    /// <param name="field">Wire name of the field in the record.</param>
    public RedisAliasAttribute(string plugin, string field)
        : base($"redis_{field}", $"redis.{field}")
    {
        Deprecation = $"{plugin}: config.redis_{field} is deprecated, please use config.redis.{field} instead";
        IsShown = true;
    }
}
