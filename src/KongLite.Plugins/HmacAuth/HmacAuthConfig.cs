using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Constraints;

namespace KongLite.Plugins.HmacAuth;

/// <summary>Configuration of <c>hmac-auth</c>.</summary>
internal sealed record HmacAuthConfig
{
    /// <summary>Whether the signature is taken out of the request before the service sees it.</summary>
    public bool HideCredentials { get; init; }

    /// <summary>How far the request's date may be from the node's clock, in seconds.</summary>
    [GreaterThan(0)]
    public double? ClockSkew { get; init; } = 300;

    /// <summary>Id or username of the consumer that stands for requests without a valid signature. Null: such requests are rejected.</summary>
    public string? Anonymous { get; init; }

    /// <summary>Whether the body must have the SHA-256 that the <c>Digest</c> header names.</summary>
    public bool ValidateRequestBody { get; init; }

    /// <summary>Headers that the signature must cover.</summary>
    public IReadOnlyList<string>? EnforceHeaders { get; init; } = [];

    /// <summary>Algorithms that signatures may use.</summary>
    public IReadOnlyList<HmacAlgorithm>? Algorithms { get; init; } =
        [HmacAlgorithm.Sha1, HmacAlgorithm.Sha256, HmacAlgorithm.Sha384, HmacAlgorithm.Sha512];

    /// <summary>Realm named in <c>WWW-Authenticate</c>. Null: none.</summary>
    [Optional]
    public string? Realm { get; init; }
}
