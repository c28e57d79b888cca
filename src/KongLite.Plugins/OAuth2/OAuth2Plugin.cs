using KongLite.Sdk.Plugins;

namespace KongLite.Plugins.OAuth2;

/// <summary>Gives applications access tokens and rejects requests without one (RFC 6749).</summary>
[Plugin<OAuth2Config>(
    "oauth2",
    Priority = 1400,
    NoConsumer = true,
    Entities = [typeof(OAuth2Credential), typeof(OAuth2AuthorizationCode), typeof(OAuth2Token)])]
internal sealed class OAuth2Plugin;
