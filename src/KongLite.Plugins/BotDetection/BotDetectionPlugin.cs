using KongLite.Plugins.Shared;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Plugins;
using Microsoft.Extensions.Primitives;

namespace KongLite.Plugins.BotDetection;

/// <summary>Rejects requests of programs that their <c>User-Agent</c> gives away.</summary>
[Plugin<BotDetectionConfig>("bot-detection", Priority = 2500, NoConsumer = true)]
internal sealed class BotDetectionPlugin(BotDetectionConfig config) : IAccessPhase
{
    private readonly UserPattern[] _allow = [.. (config.Allow ?? []).Select(each => new UserPattern(each))];
    private readonly UserPattern[] _deny = [.. (config.Deny ?? []).Select(each => new UserPattern(each))];

    /// <inheritdoc/>
    public ValueTask<PhaseResult> AccessAsync(Exchange exchange)
    {
        StringValues agents = exchange.Request.Headers.UserAgent;
        PhaseResult result = agents.Count > 1 ? exchange.Error(400, "Only one User-Agent header allowed")
            : agents.Count == 1 && IsRefused(agents[0].AsSpan().Trim()) ? exchange.Error(403)
            : PhaseResult.Continue;
        return ValueTask.FromResult(result);
    }

    // An expression that cannot be decided in time lets nobody pass and stops whom it was to stop.
    private bool IsRefused(ReadOnlySpan<char> agent)
    {
        foreach (UserPattern allowed in _allow)
        {
            if (allowed.IsIn(agent, whenUndecided: false))
            {
                return false;
            }
        }

        foreach (UserPattern denied in _deny)
        {
            if (denied.IsIn(agent, whenUndecided: true))
            {
                return true;
            }
        }

        return KnownBots.Includes(agent);
    }
}
