using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Constraints;

namespace KongLite.Plugins.StandardWebhooks;

/// <summary>Configuration of <c>standard-webhooks</c>.</summary>
internal sealed record StandardWebhooksConfig
{
    /// <summary>Secret that messages are signed with, as plain text.</summary>
    [Referenceable, Secret]
    public required string SecretV1 { get; init; }

    /// <summary>How old a message may be, in seconds.</summary>
    [GreaterThan(-1)]
    public long ToleranceSecond { get; init; } = 300;
}
