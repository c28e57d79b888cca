using KongLite.Sdk.Plugins;

namespace KongLite.Plugins.BasicAuth;

/// <summary>Rejects requests without the username and password of a consumer (RFC 7617).</summary>
[Plugin<BasicAuthConfig>("basic-auth", Priority = 1100, NoConsumer = true, Entities = [typeof(BasicAuthCredential)])]
internal sealed class BasicAuthPlugin;
