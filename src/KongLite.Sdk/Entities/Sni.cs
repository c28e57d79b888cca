using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Constraints;
using KongLite.Sdk.Schema.Typedefs;

namespace KongLite.Sdk.Entities;

/// <summary>A TLS server name and the certificate that clients get for it.</summary>
[Entity("snis", EndpointKey = "name")]
public sealed record Sni : IEntity
{
    /// <summary>Primary key. A UUID; made up when missing.</summary>
    [Auto]
    public Guid Id { get; init; }

    /// <summary>The server name, with at most one wildcard as its first or last label.</summary>
    [Unique(AcrossWorkspaces = true), Is<WildcardHost>]
    public required string Name { get; init; }

    /// <summary>When the SNI was created, in seconds since 1970.</summary>
    [Auto, Timestamp]
    public long CreatedAt { get; init; }

    /// <summary>When the SNI was last written, in seconds since 1970.</summary>
    [Auto(OnUpdate = true), Timestamp]
    public long UpdatedAt { get; init; }

    /// <summary>Words to find the SNI by.</summary>
    [Set, Is<Tag>(On = Part.Element)]
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>The certificate.</summary>
    [Foreign("certificates", OnDelete = OnDelete.Cascade, ShowsOnDelete = false)]
    public Guid CertificateId { get; init; }
}
