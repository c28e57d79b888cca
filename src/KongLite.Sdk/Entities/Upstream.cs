using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Constraints;
using KongLite.Sdk.Schema.Typedefs;

namespace KongLite.Sdk.Entities;

/// <summary>A virtual host whose requests are spread over targets.</summary>
[Entity("upstreams", EndpointKey = "name")]
[UpstreamHash]
[CheckedBy<UpstreamChecks>]
public sealed record Upstream : IEntity
{
    /// <summary>Primary key. A UUID; made up when missing.</summary>
    [Auto]
    public Guid Id { get; init; }

    /// <summary>When the upstream was created, in seconds since 1970.</summary>
    [Auto, Timestamp]
    public long CreatedAt { get; init; }

    /// <summary>Name that services use as their host; a host name without port.</summary>
    [Unique, Is<UpstreamName>]
    public required string Name { get; init; }

    /// <summary>When the upstream was last written, in seconds since 1970.</summary>
    [Auto(OnUpdate = true), Timestamp]
    public long UpdatedAt { get; init; }

    /// <summary>How a target is picked.</summary>
    public BalancerAlgorithm? Algorithm { get; init; } = BalancerAlgorithm.RoundRobin;

    /// <summary>What is hashed to pick a target; <c>none</c> picks without hashing.</summary>
    public HashInput? HashOn { get; init; } = HashInput.None;

    /// <summary>What is hashed when the first input is missing.</summary>
    public HashInput? HashFallback { get; init; } = HashInput.None;

    /// <summary>Header to hash, when that is the input.</summary>
    [Is<HeaderName>]
    public string? HashOnHeader { get; init; }

    /// <summary>Header to hash, when that is the fallback.</summary>
    [Is<HeaderName>]
    public string? HashFallbackHeader { get; init; }

    /// <summary>Cookie to hash; the client gets one when it has none.</summary>
    [Is<CookieName>]
    public string? HashOnCookie { get; init; }

    /// <summary>Path of that cookie.</summary>
    [StartsWith("/"), Is<HttpPath>]
    public string? HashOnCookiePath { get; init; } = "/";

    /// <summary>Query argument to hash, when that is the input.</summary>
    [LengthMin(1)]
    public string? HashOnQueryArg { get; init; }

    /// <summary>Query argument to hash, when that is the fallback.</summary>
    [LengthMin(1)]
    public string? HashFallbackQueryArg { get; init; }

    /// <summary>Capture of the route's path to hash, when that is the input.</summary>
    [LengthMin(1)]
    public string? HashOnUriCapture { get; init; }

    /// <summary>Capture of the route's path to hash, when that is the fallback.</summary>
    [LengthMin(1)]
    public string? HashFallbackUriCapture { get; init; }

    /// <summary>Size of the hash ring.</summary>
    [Between(10, 65536), NullMeansDefault]
    public int? Slots { get; init; } = 10000;

    /// <summary>How the health of targets is found out.</summary>
    [ShownDefault(Except = "threshold")]
    public UpstreamHealthchecks Healthchecks { get; init; } = new();

    /// <summary>Words to find the upstream by.</summary>
    [Set, Is<Tag>(On = Part.Element)]
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Host header sent to every target. Null: the target's own name.</summary>
    [Is<HostWithPort>]
    public string? HostHeader { get; init; }

    /// <summary>Certificate shown to targets. Null: none, unless the service has one.</summary>
    [Foreign("certificates")]
    public Guid? ClientCertificateId { get; init; }

    /// <summary>Whether the name of an SRV record is sent as Host header, in place of the name it points to.</summary>
    public bool? UseSrvName { get; init; } = false;
}
