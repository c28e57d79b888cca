using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Checks;
using KongLite.Sdk.Schema.Constraints;
using KongLite.Sdk.Schema.Typedefs;

namespace KongLite.Sdk.Entities;

/// <summary>A person or program that uses services.</summary>
[Entity("consumers", EndpointKey = "username", OnDemand = true)]
[CheckedBy<ConsumerChecks>]
public sealed record Consumer : IEntity
{
    /// <summary>Primary key. A UUID; made up when missing.</summary>
    [Auto]
    public Guid Id { get; init; }

    /// <summary>When the consumer was created, in seconds since 1970.</summary>
    [Auto, Timestamp]
    public long CreatedAt { get; init; }

    /// <summary>When the consumer was last written, in seconds since 1970.</summary>
    [Auto(OnUpdate = true), Timestamp]
    public long UpdatedAt { get; init; }

    /// <summary>Name, usable instead of the id in paths. Any text.</summary>
    [Unique]
    public string? Username { get; init; }

    /// <summary>The consumer's id in another system. Any text.</summary>
    [Unique]
    public string? CustomId { get; init; }

    /// <summary>Words to find the consumer by.</summary>
    [Set, Is<Tag>(On = Part.Element)]
    public IReadOnlyList<string>? Tags { get; init; }
}

/// <summary>A consumer has a name of either kind.</summary>
internal sealed class ConsumerChecks : Checks<Consumer>
{
    public ConsumerChecks() => AtLeastOneOf(c => c.CustomId, c => c.Username);
}
