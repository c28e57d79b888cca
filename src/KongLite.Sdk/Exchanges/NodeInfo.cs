using System.Collections.Frozen;
using System.Reflection;

namespace KongLite.Sdk.Exchanges;

/// <summary>What plugins may know about the node.</summary>
public sealed class NodeInfo
{
    /// <summary>Kong's version that clients see in <c>GET /</c> and choose features by.</summary>
    public const string KongVersion = "3.9.3";

    /// <summary>Id of the node, a UUID; new at each start unless configured.</summary>
    public Guid Id { get; init; } = Guid.NewGuid();

    /// <summary>Name of the machine.</summary>
    public string Hostname { get; init; } = Environment.MachineName;

    /// <summary>Our own version, such as <c>0.1.0</c>.</summary>
    public static string Version { get; } =
        typeof(NodeInfo).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";

    /// <summary>What stands wherever Kong writes <c>kong/version</c>.</summary>
    public static string ServerToken { get; } = $"konglite/{Version}";

    /// <summary>Largest request body that counts as held in memory, in bytes (<c>client_body_buffer_size</c>).</summary>
    public int BodyBufferSize { get; init; } = 8 * 1024;

    /// <summary>How many query arguments are read (<c>lua_max_uri_args</c>).</summary>
    public int MaxQueryArguments { get; init; } = 100;

    /// <summary>How many form arguments are read (<c>lua_max_post_args</c>).</summary>
    public int MaxFormArguments { get; init; } = 100;

    /// <summary>How many request headers are read (<c>lua_max_req_headers</c>).</summary>
    public int MaxRequestHeaders { get; init; } = 100;

    /// <summary>Ports that clients see, by those of the node's own that stand behind them (<c>port_maps</c>).</summary>
    public FrozenDictionary<int, int> PortMaps { get; init; } = FrozenDictionary<int, int>.Empty;

    /// <summary>Headers of its own that the node adds to answers.</summary>
    public ResponseHeaders Headers { get; init; } = ResponseHeaders.Default;

    /// <summary>Whether the node tells the service the request id.</summary>
    public bool SendsRequestIdUpstream { get; init; } = true;
}

/// <summary>Headers that the node adds to answers: the <c>headers</c> setting.</summary>
[Flags]
public enum ResponseHeaders
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary><c>Server</c>.</summary>
    Server = 1,

    /// <summary><c>Via</c>.</summary>
    Via = 2,

    /// <summary><c>X-Kong-Proxy-Latency</c>.</summary>
    ProxyLatency = 4,

    /// <summary><c>X-Kong-Response-Latency</c>.</summary>
    ResponseLatency = 8,

    /// <summary><c>X-Kong-Admin-Latency</c>.</summary>
    AdminLatency = 16,

    /// <summary><c>X-Kong-Upstream-Latency</c>.</summary>
    UpstreamLatency = 32,

    /// <summary><c>X-Kong-Upstream-Status</c>.</summary>
    UpstreamStatus = 64,

    /// <summary><c>X-Kong-Request-Id</c>.</summary>
    RequestId = 128,

    /// <summary><c>server_tokens</c>.</summary>
    ServerTokens = Server | Via,

    /// <summary><c>latency_tokens</c>.</summary>
    LatencyTokens = ProxyLatency | ResponseLatency | AdminLatency | UpstreamLatency,

    /// <summary>What Kong sends unless told otherwise.</summary>
    Default = ServerTokens | LatencyTokens | RequestId,
}
