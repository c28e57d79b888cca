using KongLite.Sdk.Schema.Checks;

namespace KongLite.Plugins.ResponseRatelimiting;

/// <summary>What a policy needs.</summary>
internal sealed class ResponseRatelimitingChecks : Checks<ResponseRatelimitingConfig>
{
    /// <summary>The rules.</summary>
    public ResponseRatelimitingChecks()
    {
        Conditional(c => c.Policy, Match.Equal("redis"), c => c.Redis.Host, Match.Required);
        Conditional(c => c.Policy, Match.Equal("redis"), c => c.Redis.Port, Match.Required);
        Conditional(c => c.Policy, Match.Equal("redis"), c => c.Redis.Timeout, Match.Required);
    }
}
