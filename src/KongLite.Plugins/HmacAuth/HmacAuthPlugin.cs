using KongLite.Sdk.Plugins;

namespace KongLite.Plugins.HmacAuth;

/// <summary>Rejects requests that no consumer has signed.</summary>
[Plugin<HmacAuthConfig>("hmac-auth", Priority = 1030, NoConsumer = true, Entities = [typeof(HmacAuthCredential)])]
internal sealed class HmacAuthPlugin;
