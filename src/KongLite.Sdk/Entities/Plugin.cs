using System.Text.Json;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Constraints;
using KongLite.Sdk.Schema.Typedefs;

namespace KongLite.Sdk.Entities;

/// <summary>A configuration of a plugin, for everything or for a service, a route, a consumer or a combination of these.</summary>
[Entity("plugins", EndpointKey = "instance_name", CacheKey = ["name", "route", "service", "consumer"])]
public sealed record Plugin : IEntity
{
    /// <summary>Primary key. A UUID; made up when missing.</summary>
    [Auto]
    public Guid Id { get; init; }

    /// <summary>Which plugin this configures, such as <c>key-auth</c>.</summary>
    public required string Name { get; init; }

    /// <summary>A name for this configuration, usable instead of the id in paths.</summary>
    [Unique, Is<Utf8Name>]
    public string? InstanceName { get; init; }

    /// <summary>When the configuration was created, in seconds since 1970.</summary>
    [Auto, Timestamp]
    public long CreatedAt { get; init; }

    /// <summary>When the configuration was last written, in seconds since 1970.</summary>
    [Auto(OnUpdate = true), Timestamp]
    public long UpdatedAt { get; init; }

    /// <summary>Only requests of this route. Null: of any.</summary>
    [Foreign("routes", OnDelete = OnDelete.Cascade), NullDefault]
    public Guid? RouteId { get; init; }

    /// <summary>Only requests to this service. Null: to any.</summary>
    [Foreign("services", OnDelete = OnDelete.Cascade), NullDefault]
    public Guid? ServiceId { get; init; }

    /// <summary>Only requests of this consumer. Null: of any.</summary>
    [Foreign("consumers", OnDelete = OnDelete.Cascade), NullDefault]
    public Guid? ConsumerId { get; init; }

    /// <summary>The plugin's own settings; <c>/schemas/plugins/{name}</c> describes them.</summary>
    [Abstract]
    public JsonElement Config { get; init; }

    /// <summary>Protocols that the plugin runs for.</summary>
    [Set]
    public IReadOnlyList<Protocol> Protocols { get; init; } = [Protocol.Grpc, Protocol.Grpcs, Protocol.Http, Protocol.Https];

    /// <summary>False keeps the configuration but does not run it.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Words to find the configuration by.</summary>
    [Set, Is<Tag>(On = Part.Element)]
    public IReadOnlyList<string>? Tags { get; init; }
}
