using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Constraints;
using KongLite.Sdk.Schema.Typedefs;

namespace KongLite.Sdk.Entities;

/// <summary>An upstream API that routes send requests to.</summary>
[Entity("services", EndpointKey = "name")]
[ServiceUrl]
[CheckedBy<ServiceChecks>]
public sealed record Service : IEntity
{
    /// <summary>Primary key. A UUID; made up when missing.</summary>
    [Auto]
    public Guid Id { get; init; }

    /// <summary>When the service was created, in seconds since 1970.</summary>
    [Auto, Timestamp]
    public long CreatedAt { get; init; }

    /// <summary>When the service was last written, in seconds since 1970.</summary>
    [Auto(OnUpdate = true), Timestamp]
    public long UpdatedAt { get; init; }

    /// <summary>Name, usable instead of the id in paths. Letters, digits, <c>.-_~</c> and non-ASCII characters.</summary>
    [Unique, Is<Utf8Name>]
    public string? Name { get; init; }

    /// <summary>How many more times a request is tried after it failed.</summary>
    [Between(0, 32767)]
    public int? Retries { get; init; } = 5;

    /// <summary>Protocol spoken to the upstream.</summary>
    public Protocol Protocol { get; init; } = Protocol.Http;

    /// <summary>Host of the upstream: a name, an IP address or the name of an upstream entity. No port.</summary>
    [Is<Host>]
    public required string Host { get; init; }

    /// <summary>Port of the upstream.</summary>
    [Port]
    public int Port { get; init; } = 80;

    /// <summary>Path put in front of the forwarded one. Null: none.</summary>
    [StartsWith("/"), Is<HttpPath>]
    public string? Path { get; init; }

    /// <summary>How long connecting may take, in milliseconds.</summary>
    [Between(1, 2147483646)]
    public int? ConnectTimeout { get; init; } = 60000;

    /// <summary>How long to wait between two writes of the request, in milliseconds.</summary>
    [Between(1, 2147483646)]
    public int? WriteTimeout { get; init; } = 60000;

    /// <summary>How long to wait between two reads of the answer, in milliseconds.</summary>
    [Between(1, 2147483646)]
    public int? ReadTimeout { get; init; } = 60000;

    /// <summary>Words to find the service by.</summary>
    [Set, Is<Tag>(On = Part.Element)]
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Certificate shown to the upstream. Only with https and tls.</summary>
    [Foreign("certificates")]
    public Guid? ClientCertificateId { get; init; }

    /// <summary>Whether the upstream's certificate is verified. Null: as the node is set. Only with https and tls.</summary>
    public bool? TlsVerify { get; init; }

    /// <summary>How long a chain of certificates may be. Null: as the node is set. Only with https and tls.</summary>
    [Between(0, 64), NullDefault]
    public int? TlsVerifyDepth { get; init; }

    /// <summary>Ids of the CA certificates to verify with. Null: as the node is set. Only with https and tls.</summary>
    public IReadOnlyList<Guid>? CaCertificates { get; init; }

    /// <summary>False takes the service and its routes out of service.</summary>
    public bool Enabled { get; init; } = true;
}
