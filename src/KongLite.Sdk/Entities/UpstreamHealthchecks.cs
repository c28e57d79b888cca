using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Constraints;
using KongLite.Sdk.Schema.Typedefs;

namespace KongLite.Sdk.Entities;

/// <summary>How the health of an upstream's targets is found out.</summary>
public sealed record UpstreamHealthchecks
{
    /// <summary>Probes that the node sends.</summary>
    [ShownDefault]
    public ActiveHealthcheck Active { get; init; } = new();

    /// <summary>Conclusions from the requests that targets serve.</summary>
    [ShownDefault]
    public PassiveHealthcheck Passive { get; init; } = new();

    /// <summary>Share of the weight, in percent, that has to be available for the upstream to be healthy; above it, not equal.</summary>
    [Between(0, 100)]
    public double? Threshold { get; init; } = 0;
}

/// <summary>Probes that the node sends to targets.</summary>
public sealed record ActiveHealthcheck
{
    /// <summary>Path of the probe's request.</summary>
    [StartsWith("/"), Is<HttpPath>]
    public string? HttpPath { get; init; } = "/";

    /// <summary>TLS server name of https probes. Null: the target's name.</summary>
    [Is<ServerName>, Optional]
    public string? HttpsSni { get; init; }

    /// <summary>Whether https probes verify the target's certificate.</summary>
    public bool HttpsVerifyCertificate { get; init; } = true;

    /// <summary>When probes make a target healthy.</summary>
    [ShownDefault]
    public ActiveHealthy Healthy { get; init; } = new();

    /// <summary>When probes make a target unhealthy.</summary>
    [ShownDefault]
    public ActiveUnhealthy Unhealthy { get; init; } = new();

    /// <summary>Protocol of the probes.</summary>
    public HealthcheckType? Type { get; init; } = HealthcheckType.Http;

    /// <summary>How long a probe may take, in seconds.</summary>
    [Between(0, 65535)]
    public double? Timeout { get; init; } = 1;

    /// <summary>Headers of the probe's request: name to values.</summary>
    [Is<HeaderName>(On = Part.Key), Optional]
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Headers { get; init; }

    /// <summary>How many targets are probed at a time.</summary>
    [Between(1, 2147483648)]
    public long? Concurrency { get; init; } = 10;
}

/// <summary>When probes make a target healthy.</summary>
public sealed record ActiveHealthy
{
    /// <summary>Statuses that count as success.</summary>
    [Between(100, 999, On = Part.Element)]
    public IReadOnlyList<int>? HttpStatuses { get; init; } = [200, 302];

    /// <summary>How many successes it takes; 0: probes never do.</summary>
    [Between(0, 255)]
    public int? Successes { get; init; } = 0;

    /// <summary>Time between probes of a healthy target, in seconds; 0: none.</summary>
    [Between(0, 65535)]
    public double? Interval { get; init; } = 0;
}

/// <summary>When probes make a target unhealthy.</summary>
public sealed record ActiveUnhealthy
{
    /// <summary>Statuses that count as failure.</summary>
    [Between(100, 999, On = Part.Element)]
    public IReadOnlyList<int>? HttpStatuses { get; init; } = [429, 404, 500, 501, 502, 503, 504, 505];

    /// <summary>How many bad statuses it takes; 0: they never do.</summary>
    [Between(0, 255)]
    public int? HttpFailures { get; init; } = 0;

    /// <summary>Time between probes of an unhealthy target, in seconds; 0: none.</summary>
    [Between(0, 65535)]
    public double? Interval { get; init; } = 0;

    /// <summary>How many timeouts it takes; 0: they never do.</summary>
    [Between(0, 255)]
    public int? Timeouts { get; init; } = 0;

    /// <summary>How many failed connections it takes; 0: they never do.</summary>
    [Between(0, 255)]
    public int? TcpFailures { get; init; } = 0;
}

/// <summary>Conclusions from the requests that targets serve.</summary>
public sealed record PassiveHealthcheck
{
    /// <summary>When served requests make a target healthy.</summary>
    [ShownDefault]
    public PassiveHealthy Healthy { get; init; } = new();

    /// <summary>When served requests make a target unhealthy.</summary>
    [ShownDefault]
    public PassiveUnhealthy Unhealthy { get; init; } = new();

    /// <summary>Protocol of the requests.</summary>
    public HealthcheckType? Type { get; init; } = HealthcheckType.Http;
}

/// <summary>When served requests make a target healthy.</summary>
public sealed record PassiveHealthy
{
    /// <summary>Statuses that count as success.</summary>
    [Between(100, 999, On = Part.Element)]
    public IReadOnlyList<int>? HttpStatuses { get; init; } =
        [200, 201, 202, 203, 204, 205, 206, 207, 208, 226, 300, 301, 302, 303, 304, 305, 306, 307, 308];

    /// <summary>How many successes it takes; 0: they never do.</summary>
    [Between(0, 255)]
    public int? Successes { get; init; } = 0;
}

/// <summary>When served requests make a target unhealthy.</summary>
public sealed record PassiveUnhealthy
{
    /// <summary>Statuses that count as failure.</summary>
    [Between(100, 999, On = Part.Element)]
    public IReadOnlyList<int>? HttpStatuses { get; init; } = [429, 500, 503];

    /// <summary>How many bad statuses it takes; 0: they never do.</summary>
    [Between(0, 255)]
    public int? HttpFailures { get; init; } = 0;

    /// <summary>How many timeouts it takes; 0: they never do.</summary>
    [Between(0, 255)]
    public int? Timeouts { get; init; } = 0;

    /// <summary>How many failed connections it takes; 0: they never do.</summary>
    [Between(0, 255)]
    public int? TcpFailures { get; init; } = 0;
}
