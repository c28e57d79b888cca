using System.Text.Json.Serialization;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Constraints;
using KongLite.Sdk.Schema.Typedefs;

namespace KongLite.Sdk.Entities;

/// <summary>Which requests go to a service.</summary>
/// <remarks>The router flavours <c>traditional</c> and <c>expressions</c> have records of their own below this one: <see cref="RouteSchemas"/>.</remarks>
[Entity("routes", EndpointKey = "name")]
[CheckedBy<RouteChecks>]
public record Route : IEntity
{
    /// <summary>Primary key. A UUID; made up when missing.</summary>
    [Auto]
    public virtual Guid Id { get; init; }

    /// <summary>When the route was created, in seconds since 1970.</summary>
    [Auto, Timestamp]
    public long CreatedAt { get; init; }

    /// <summary>When the route was last written, in seconds since 1970.</summary>
    [Auto(OnUpdate = true), Timestamp]
    public long UpdatedAt { get; init; }

    /// <summary>Name, usable instead of the id in paths. Letters, digits, <c>.-_~</c> and non-ASCII characters.</summary>
    [Unique, Is<Utf8Name>]
    public virtual string? Name { get; init; }

    /// <summary>Protocols that the route serves, all of one family.</summary>
    [Set, LengthMin(1), ExclusiveSubsets("http,https", "tcp,tls,udp", "tls_passthrough", "grpc,grpcs")]
    public virtual IReadOnlyList<Protocol> Protocols { get; init; } = [Protocol.Http, Protocol.Https];

    /// <summary>Status for a cleartext request when the route serves only https: 426, or a redirect.</summary>
    [OneOf(426, 301, 302, 307, 308)]
    public int HttpsRedirectStatusCode { get; init; } = 426;

    /// <summary>Whether the matched part of the path is left out of the forwarded one.</summary>
    public bool StripPath { get; init; } = true;

    /// <summary>Whether the client's Host header goes to the service.</summary>
    public bool PreserveHost { get; init; }

    /// <summary>Whether the request's body is read whole before the service is called.</summary>
    public bool RequestBuffering { get; init; } = true;

    /// <summary>Whether the answer's body may be read faster than the client takes it.</summary>
    public bool ResponseBuffering { get; init; } = true;

    /// <summary>Words to find the route by.</summary>
    [Set, Is<Tag>(On = Part.Element)]
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Service that gets the requests. Null: plugins have to answer them.</summary>
    [Foreign("services")]
    public Guid? ServiceId { get; init; }

    /// <summary>TLS server names to match, <c>*.</c> or <c>.*</c> for wildcards.</summary>
    [Set, Is<WildcardHost>(On = Part.Element)]
    public virtual IReadOnlyList<string>? Snis { get; init; }

    /// <summary>Client addresses to match; only for stream routes.</summary>
    [Set]
    public IReadOnlyList<RouteAddress>? Sources { get; init; }

    /// <summary>Listening addresses to match; only for stream routes.</summary>
    [Set]
    public IReadOnlyList<RouteAddress>? Destinations { get; init; }

    /// <summary>HTTP methods to match, in upper case.</summary>
    [Set, Match("^%u+$", On = Part.Element)]
    public IReadOnlyList<string>? Methods { get; init; }

    /// <summary>Host names to match, with an optional port and one wildcard label at either end.</summary>
    [Is<RouteHost>(On = Part.Element)]
    public IReadOnlyList<string>? Hosts { get; init; }

    /// <summary>Paths to match: prefixes that begin with <c>/</c>, regular expressions behind <c>~</c>.</summary>
    [Is<RoutePath>(On = Part.Element)]
    public IReadOnlyList<string>? Paths { get; init; }

    /// <summary>Request headers to match: name to the values of which one has to be there; <c>~*</c> begins a regular expression.</summary>
    [Is<RouteHeaderName>(On = Part.Key)]
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Headers { get; init; }

    /// <summary>Order among routes with regular expressions; higher first.</summary>
    public long? RegexPriority { get; init; } = 0;

    /// <summary>How the service's path and the forwarded one are joined.</summary>
    public virtual PathHandling? PathHandling { get; init; } = Entities.PathHandling.V0;
}

/// <summary>How a service's path and a request's path are joined.</summary>
public enum PathHandling
{
    /// <summary>With exactly one slash between them.</summary>
    [JsonStringEnumMemberName("v0")]
    V0,

    /// <summary>By plain concatenation; only the <c>traditional</c> router flavour does.</summary>
    [JsonStringEnumMemberName("v1")]
    V1,
}

/// <summary>An address of a stream connection.</summary>
[CheckedBy<RouteAddressChecks>]
public sealed record RouteAddress
{
    /// <summary>IP address or CIDR block. Null: any.</summary>
    [Is<IpOrCidr>]
    public string? Ip { get; init; }

    /// <summary>Port. Null: any.</summary>
    [Port]
    public int? Port { get; init; }
}
