using System.Text.Json.Serialization;

namespace KongLite.Sdk.Entities;

/// <summary>The protocols that services, routes and plugins name.</summary>
public enum Protocol
{
    /// <summary>gRPC over cleartext HTTP/2.</summary>
    [JsonStringEnumMemberName("grpc")]
    Grpc,

    /// <summary>gRPC over TLS.</summary>
    [JsonStringEnumMemberName("grpcs")]
    Grpcs,

    /// <summary>Cleartext HTTP.</summary>
    [JsonStringEnumMemberName("http")]
    Http,

    /// <summary>HTTP over TLS.</summary>
    [JsonStringEnumMemberName("https")]
    Https,

    /// <summary>TCP; accepted so that configurations load, not served.</summary>
    [JsonStringEnumMemberName("tcp")]
    Tcp,

    /// <summary>TLS that the gateway terminates; accepted, not served.</summary>
    [JsonStringEnumMemberName("tls")]
    Tls,

    /// <summary>TLS that passes through; accepted, not served.</summary>
    [JsonStringEnumMemberName("tls_passthrough")]
    TlsPassthrough,

    /// <summary>UDP; accepted, not served.</summary>
    [JsonStringEnumMemberName("udp")]
    Udp,
}

/// <summary>Questions about protocols.</summary>
public static class Protocols
{
    /// <summary>The protocol of this wire name.</summary>
    public static bool TryParse(string? name, out Protocol protocol)
    {
        Protocol? found = name switch
        {
            "grpc" => Protocol.Grpc,
            "grpcs" => Protocol.Grpcs,
            "http" => Protocol.Http,
            "https" => Protocol.Https,
            "tcp" => Protocol.Tcp,
            "tls" => Protocol.Tls,
            "tls_passthrough" => Protocol.TlsPassthrough,
            "udp" => Protocol.Udp,
            _ => null,
        };
        protocol = found ?? default;
        return found is not null;
    }

    /// <summary>True for the protocols that the proxy listener serves.</summary>
    public static bool IsHttp(this Protocol protocol) => protocol is Protocol.Http or Protocol.Https or Protocol.Grpc or Protocol.Grpcs;

    /// <summary>True for the protocols of gRPC.</summary>
    public static bool IsGrpc(this Protocol protocol) => protocol is Protocol.Grpc or Protocol.Grpcs;
}
