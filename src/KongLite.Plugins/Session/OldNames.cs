using System.Text.Json.Nodes;
using KongLite.Sdk.Schema;

namespace KongLite.Plugins.Session;

/// <summary>The old name of <c>idling_timeout</c>, where null meant for ever.</summary>
internal sealed class CookieIdletimeAttribute() : AliasAttribute("cookie_idletime", "idling_timeout")
{
    /// <inheritdoc/>
    public override string? Expand(JsonNode? value, JsonObject record, RecordSchema schema) => base.Expand(value ?? 0, record, schema);
}

/// <summary>The old name of <c>cookie_same_site</c>, with a value that means another now.</summary>
internal sealed class CookieSamesiteAttribute() : AliasAttribute("cookie_samesite", "cookie_same_site")
{
    /// <inheritdoc/>
    public override string? Expand(JsonNode? value, JsonObject record, RecordSchema schema) =>
        base.Expand(value.AsText() == "off" ? "Lax" : value, record, schema);
}

/// <summary>A number that nothing uses any more; of the type of another.</summary>
internal sealed class CookieRenewAttribute() : AliasAttribute("cookie_renew", "rolling_timeout")
{
    /// <inheritdoc/>
    public override string? Expand(JsonNode? value, JsonObject record, RecordSchema schema) => base.Expand(value, [], schema);
}
