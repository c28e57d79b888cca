using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Constraints;
using KongLite.Sdk.Schema.Typedefs;

namespace KongLite.Sdk.Entities;

/// <summary>An address that an upstream sends requests to.</summary>
[Entity("targets", EndpointKey = "target", NestedKey = "target", CacheKey = ["upstream", "target"])]
[TargetAddressForm]
public sealed record Target : IEntity
{
    /// <summary>Primary key. A UUID; made up when missing.</summary>
    [Auto]
    public Guid Id { get; init; }

    /// <summary>When the target was created, in seconds since 1970 with milliseconds.</summary>
    [Auto, Timestamp]
    public double CreatedAt { get; init; }

    /// <summary>When the target was last written, in seconds since 1970 with milliseconds.</summary>
    [Auto(OnUpdate = true), Timestamp]
    public double UpdatedAt { get; init; }

    /// <summary>The upstream.</summary>
    [Foreign("upstreams", OnDelete = OnDelete.Cascade)]
    public Guid UpstreamId { get; init; }

    /// <summary>Host name or IP address with a port; 8000 when none is given.</summary>
    [JsonPropertyName("target"), Is<TargetAddress>]
    public required string Address { get; init; }

    /// <summary>Share of the requests, in relation to the other targets; 0: none.</summary>
    [Between(0, 65535), NullMeansDefault]
    public int? Weight { get; init; } = 100;

    /// <summary>Words to find the target by.</summary>
    [Set, Is<Tag>(On = Part.Element)]
    public IReadOnlyList<string>? Tags { get; init; }
}

/// <summary>Puts an address into the form in which it is kept and compared; what is no address stays as it is, for the schema to complain about.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TargetAddressFormAttribute() : CouplingAttribute
{
    public override void Apply(JsonObject record)
    {
        if (record["target"].AsText() is { } text && TargetAddress.Normalize(text) is { } normal)
        {
            record["target"] = normal;
        }
    }
}
