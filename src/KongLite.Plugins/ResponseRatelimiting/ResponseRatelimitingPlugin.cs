using KongLite.Plugins.Shared.RateLimits;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Plugins;
using KongLite.Sdk.Schema;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace KongLite.Plugins.ResponseRatelimiting;

/// <summary>Limits what clients may use, by what the service says that each request has used.</summary>
[Plugin<ResponseRatelimitingConfig>("response-ratelimiting", Priority = 900, Checks = typeof(ResponseRatelimitingChecks))]
internal sealed partial class ResponseRatelimitingPlugin : IAccessPhase, IHeaderFilterPhase
{
    private const string Family = "response-ratelimit";

    private readonly ExchangeKey<double[][]> _usage = new("response-ratelimiting.usage");
    private readonly ResponseRatelimitingConfig _config;
    private readonly Plugin _row;
    private readonly LimitedUsage[] _limits;
    private readonly IUsageCounters _counters;
    private readonly string _headerName;
    private readonly TimeProvider _clock;
    private readonly ILogger<ResponseRatelimitingPlugin> _logger;

    /// <summary>One configured plugin.</summary>
    public ResponseRatelimitingPlugin(
        ResponseRatelimitingConfig config, Plugin row, CounterStores stores, TimeProvider clock, ILogger<ResponseRatelimitingPlugin> logger)
    {
        _config = config;
        _row = row;
        _limits = [.. config.Limits.Select(limit => new LimitedUsage(limit.Key, limit.Value))];
        _counters = stores.Usage(config.Policy ?? CounterPolicy.Local, config.Redis);
        _headerName = config.HeaderName ?? "x-kong-limit";
        _clock = clock;
        _logger = logger;
    }

    /// <inheritdoc/>
    public async ValueTask<PhaseResult> AccessAsync(Exchange exchange)
    {
        double[][] usage;
        try
        {
            usage = await ReadAsync(exchange);
        }
        catch (CounterException failure)
        {
            NotCounted(failure.Message, exchange.Id);
            return _config.FaultTolerant ? PhaseResult.Continue : exchange.Error(500);
        }

        if (_config.BlockOnFirstViolation && FirstExhausted(usage) is { } name)
        {
            return exchange.Error(429, $"API rate limit exceeded for '{name}'");
        }

        for (int i = 0; i < _limits.Length; i++)
        {
            exchange.Response.Headers[_limits[i].RemainingHeader] = LuaNumber.Format(_limits[i].LeastRemaining(usage[i]));
        }

        exchange.Set(_usage, usage);
        return PhaseResult.Continue;
    }

    /// <inheritdoc/>
    public void HeaderFilter(Exchange exchange)
    {
        if (exchange.Get(_usage) is not { } usage)
        {
            return;
        }

        IHeaderDictionary headers = exchange.Response.Headers;
        double[] used = UsageReport.Read(headers[_headerName] is [{ } first, ..] ? first : null, _limits);
        bool isRefused = false;
        for (int i = 0; i < _limits.Length; i++)
        {
            if (!_config.HideClientHeaders)
            {
                _limits[i].Tell(headers, usage[i], used[i]);
            }

            isRefused |= used[i] > 0 && _limits[i].IsExhausted(usage[i]);
        }

        headers.Remove(_headerName);
        if (isRefused)
        {
            exchange.Exit(StatusCodes.Status429TooManyRequests);
            return;
        }

        Count(exchange, used);
    }

    private async ValueTask<double[][]> ReadAsync(Exchange exchange)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        CounterIdentity identity = Identify(exchange);
        var reading = new Task<double[]>[_limits.Length];
        for (int i = 0; i < reading.Length; i++)
        {
            reading[i] = _counters.ReadAsync(KeyOf(i, identity), _limits[i].Periods, now).AsTask();
        }

        return await Task.WhenAll(reading);
    }

    // Kong counts in its log phase; here a client that has the answer can rely on its being counted.
    private void Count(Exchange exchange, double[] used)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        CounterIdentity identity = Identify(exchange);
        for (int i = 0; i < used.Length; i++)
        {
            if (used[i] != 0)
            {
                _counters.Add(KeyOf(i, identity), _limits[i].Periods, now, used[i]);
            }
        }
    }

    private string? FirstExhausted(double[][] usage)
    {
        for (int i = 0; i < _limits.Length; i++)
        {
            if (_limits[i].IsExactlyUsed(usage[i]))
            {
                return _limits[i].Name;
            }
        }

        return null;
    }

    private CounterKey KeyOf(int limit, CounterIdentity identity) => CounterKey.Of(Family, _row, identity, _limits[limit].Name);

    private CounterIdentity Identify(Exchange exchange) => _config.LimitBy switch
    {
        ResponseLimitBy.Consumer => CounterIdentity.OfConsumer(exchange),
        ResponseLimitBy.Credential => CounterIdentity.OfCredential(exchange),
        _ => CounterIdentity.OfAddress(exchange),
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "failed to get usage: {Reason}, request {RequestId}")]
    private partial void NotCounted(string reason, string requestId);
}
