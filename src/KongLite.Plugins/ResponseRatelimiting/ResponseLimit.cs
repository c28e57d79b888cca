using KongLite.Plugins.Shared.RateLimits;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Checks;
using KongLite.Sdk.Schema.Constraints;

namespace KongLite.Plugins.ResponseRatelimiting;

/// <summary>How much of something a client may use.</summary>
[CheckedBy<ResponseLimitChecks>]
internal sealed record ResponseLimit
{
    /// <summary>Allowed in a second. Null: any number.</summary>
    [GreaterThan(0)]
    public double? Second { get; init; }

    /// <summary>Allowed in a minute. Null: any number.</summary>
    [GreaterThan(0)]
    public double? Minute { get; init; }

    /// <summary>Allowed in an hour. Null: any number.</summary>
    [GreaterThan(0)]
    public double? Hour { get; init; }

    /// <summary>Allowed in a day. Null: any number.</summary>
    [GreaterThan(0)]
    public double? Day { get; init; }

    /// <summary>Allowed in a month. Null: any number.</summary>
    [GreaterThan(0)]
    public double? Month { get; init; }

    /// <summary>Allowed in a year. Null: any number.</summary>
    [GreaterThan(0)]
    public double? Year { get; init; }
}

/// <summary>Some period must be limited, and longer ones must not be limited more.</summary>
internal sealed class ResponseLimitChecks : Checks<ResponseLimit>
{
    /// <summary>The rules.</summary>
    public ResponseLimitChecks()
    {
        AtLeastOneOf(l => l.Second, l => l.Minute, l => l.Hour, l => l.Day, l => l.Month, l => l.Year);
        Whole(l => PeriodOrder.Check(l.Second, l.Minute, l.Hour, l.Day, l.Month, l.Year) is { } error ? $"the {error}" : null);
    }
}
