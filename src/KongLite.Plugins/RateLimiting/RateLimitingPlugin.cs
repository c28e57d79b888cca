using KongLite.Plugins.Shared.RateLimits;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Plugins;
using Microsoft.Extensions.Logging;

namespace KongLite.Plugins.RateLimiting;

/// <summary>Limits the number of requests in periods of time.</summary>
[Plugin<RateLimitingConfig>("rate-limiting", Priority = 910, Checks = typeof(RateLimitingChecks))]
internal sealed partial class RateLimitingPlugin : IAccessPhase
{
    private const string Family = "ratelimit";

    private readonly RateLimitingConfig _config;
    private readonly Plugin _row;
    private readonly PeriodLimit[] _limits;
    private readonly IRequestCounters _counters;
    private readonly TimeProvider _clock;
    private readonly ILogger<RateLimitingPlugin> _logger;
    private readonly int _errorCode;

    /// <summary>One configured plugin.</summary>
    public RateLimitingPlugin(RateLimitingConfig config, Plugin row, CounterStores stores, TimeProvider clock, ILogger<RateLimitingPlugin> logger)
    {
        _config = config;
        _row = row;
        _limits = PeriodLimit.Of(config.Second, config.Minute, config.Hour, config.Day, config.Month, config.Year);
        _counters = stores.Requests(config.Policy ?? CounterPolicy.Local, config.Redis, config.SyncRate);
        _clock = clock;
        _logger = logger;
        // Kong cannot answer errors with other statuses, and fails.
        _errorCode = config.ErrorCode is >= 400 and < 600 ? (int)config.ErrorCode : 500;
    }

    /// <inheritdoc/>
    public ValueTask<PhaseResult> AccessAsync(Exchange exchange)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        CounterKey key = CounterKey.Of(Family, _row, Identify(exchange));
        ValueTask<double[]> taking = _counters.TakeAsync(key, _limits, now);
        return taking.IsCompletedSuccessfully ? ValueTask.FromResult(Decide(exchange, taking.Result, now)) : DecideAsync(exchange, taking, now);
    }

    private async ValueTask<PhaseResult> DecideAsync(Exchange exchange, ValueTask<double[]> taking, DateTimeOffset now)
    {
        try
        {
            return Decide(exchange, await taking, now);
        }
        catch (CounterException failure)
        {
            NotCounted(failure.Message, exchange.Id);
            return _config.FaultTolerant ? PhaseResult.Continue : exchange.Error(500);
        }
    }

    private PhaseResult Decide(Exchange exchange, double[] usage, DateTimeOffset now)
    {
        var verdict = new Verdict(_limits, usage);
        if (!_config.HideClientHeaders)
        {
            verdict.Tell(exchange.Response.Headers, now);
        }

        return verdict.IsRefusal
            ? exchange.Error(_errorCode, _errorCode == _config.ErrorCode ? _config.ErrorMessage : null)
            : PhaseResult.Continue;
    }

    // What cannot be told is replaced by the address.
    private CounterIdentity Identify(Exchange exchange) => _config.LimitBy switch
    {
        LimitBy.Consumer => CounterIdentity.OfConsumer(exchange),
        LimitBy.Credential => CounterIdentity.OfCredential(exchange),
        LimitBy.Service when exchange.Service is { } service => new CounterIdentity(service.Id),
        LimitBy.Header when _config.HeaderName is { } name && exchange.Request.Header(name) is { } value => CounterIdentity.OfText(value),
        LimitBy.Path when exchange.Request.Path == _config.Path => new CounterIdentity(default, _config.Path),
        _ => CounterIdentity.OfAddress(exchange),
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "failed to get usage: {Reason}, request {RequestId}")]
    private partial void NotCounted(string reason, string requestId);
}
