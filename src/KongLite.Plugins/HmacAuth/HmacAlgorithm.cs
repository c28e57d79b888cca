using System.Text.Json.Serialization;

namespace KongLite.Plugins.HmacAuth;

/// <summary>The algorithms of signatures.</summary>
internal enum HmacAlgorithm
{
    /// <summary>HMAC with SHA-1.</summary>
    [JsonStringEnumMemberName("hmac-sha1")]
    Sha1,

    /// <summary>HMAC with SHA-256.</summary>
    [JsonStringEnumMemberName("hmac-sha256")]
    Sha256,

    /// <summary>HMAC with SHA-384.</summary>
    [JsonStringEnumMemberName("hmac-sha384")]
    Sha384,

    /// <summary>HMAC with SHA-512.</summary>
    [JsonStringEnumMemberName("hmac-sha512")]
    Sha512,
}
