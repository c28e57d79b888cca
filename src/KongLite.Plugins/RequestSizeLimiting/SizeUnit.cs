using System.Text.Json.Serialization;

namespace KongLite.Plugins.RequestSizeLimiting;

/// <summary>Units of sizes.</summary>
internal enum SizeUnit
{
    /// <summary>1,048,576 bytes.</summary>
    [JsonStringEnumMemberName("megabytes")]
    Megabytes,

    /// <summary>1,024 bytes.</summary>
    [JsonStringEnumMemberName("kilobytes")]
    Kilobytes,

    /// <summary>Bytes.</summary>
    [JsonStringEnumMemberName("bytes")]
    Bytes,
}
