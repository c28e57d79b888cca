using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Constraints;
using Host = KongLite.Sdk.Schema.Typedefs.Host;
using ServerName = KongLite.Sdk.Schema.Typedefs.ServerName;

namespace KongLite.Plugins.Shared;

/// <summary>Where a Redis server is and how to log in to it.</summary>
internal sealed record RedisConfig
{
    /// <summary>Host of the server, without port.</summary>
    [Is<Host>]
    public string? Host { get; init; }

    /// <summary>Port of the server.</summary>
    [Port]
    public int? Port { get; init; } = 6379;

    /// <summary>How long connecting, each send and each receive may take, in milliseconds.</summary>
    [Timeout]
    public int? Timeout { get; init; } = 2000;

    /// <summary>User to log in as. Null: the server's default user.</summary>
    [Referenceable]
    public string? Username { get; init; }

    /// <summary>Password of the user. Null or empty: no login.</summary>
    [Referenceable, Secret, LengthMin(0)]
    public string? Password { get; init; }

    /// <summary>Number of the database.</summary>
    public int? Database { get; init; } = 0;

    /// <summary>Whether to connect over TLS.</summary>
    [Optional]
    public bool? Ssl { get; init; } = false;

    /// <summary>Whether the server's certificate must be valid.</summary>
    [Optional]
    public bool? SslVerify { get; init; } = false;

    /// <summary>TLS server name to ask for. Null: none.</summary>
    [Is<ServerName>, Optional]
    public string? ServerName { get; init; }

    /// <summary>Shows no secret.</summary>
    public override string ToString() => $"redis {Host}:{Port}/{Database}";
}
