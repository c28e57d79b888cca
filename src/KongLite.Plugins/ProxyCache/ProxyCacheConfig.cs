using System.Text.Json.Serialization;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Constraints;

namespace KongLite.Plugins.ProxyCache;

/// <summary>Configuration of <c>proxy-cache</c>.</summary>
internal sealed record ProxyCacheConfig
{
    /// <summary>Statuses of answers that may be stored.</summary>
    [LengthMin(1), Between(100, 900, On = Part.Element)]
    public IReadOnlyList<int> ResponseCode { get; init; } = [200, 301, 404];

    /// <summary>Methods of requests whose answers may be stored.</summary>
    [OneOf("HEAD", "GET", "POST", "PATCH", "PUT", On = Part.Element)]
    public IReadOnlyList<string> RequestMethod { get; init; } = ["GET", "HEAD"];

    /// <summary>Content types of answers that may be stored; parameters must be equal, <c>*</c> stands for any type or subtype.</summary>
    public IReadOnlyList<string> ContentType { get; init; } = ["text/plain", "application/json"];

    /// <summary>How long an answer stays fresh, in seconds.</summary>
    [GreaterThan(0)]
    public int? CacheTtl { get; init; } = 300;

    /// <summary>Where answers are stored: in the node's memory.</summary>
    [OneOf("memory")]
    public required string Strategy { get; init; }

    /// <summary>Whether the Cache-Control headers of request and answer count.</summary>
    public bool CacheControl { get; init; }

    /// <summary>Whether paths that differ only in case share their answers.</summary>
    [Optional]
    public bool? IgnoreUriCase { get; init; } = false;

    /// <summary>How long an answer is kept, in seconds, whether fresh or not. Null: as long as it is fresh.</summary>
    public int? StorageTtl { get; init; }

    /// <summary>Settings of the memory.</summary>
    public ProxyCacheMemory Memory { get; init; } = new();

    /// <summary>Query arguments that make answers differ. Null: all do.</summary>
    public IReadOnlyList<string>? VaryQueryParams { get; init; }

    /// <summary>Request headers that make answers differ. Null: none does.</summary>
    public IReadOnlyList<string>? VaryHeaders { get; init; }

    /// <summary>Headers that tell the client about the cache.</summary>
    public ProxyCacheHeaders ResponseHeaders { get; init; } = new();
}

/// <summary>The memory that answers are stored in.</summary>
internal sealed record ProxyCacheMemory
{
    /// <summary>Name of the shared memory in Kong. It must be one that Kong has; KongLite has but one store of its own.</summary>
    public string DictionaryName { get; init; } = "kong_db_cache";
}

/// <summary>Headers that tell the client about the cache.</summary>
internal sealed record ProxyCacheHeaders
{
    /// <summary>Whether answers from the cache have <c>age</c>, in seconds.</summary>
    [JsonPropertyName("age")]
    public bool? Age { get; init; } = true;

    /// <summary>Whether answers have <c>X-Cache-Status</c>: Miss, Hit, Refresh or Bypass.</summary>
    [JsonPropertyName("X-Cache-Status")]
    public bool? CacheStatus { get; init; } = true;

    /// <summary>Whether answers have <c>X-Cache-Key</c>, by which the Admin API knows the stored answer.</summary>
    [JsonPropertyName("X-Cache-Key")]
    public bool? CacheKey { get; init; } = true;
}
