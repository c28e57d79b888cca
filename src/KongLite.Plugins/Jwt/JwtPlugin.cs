using KongLite.Sdk.Plugins;

namespace KongLite.Plugins.Jwt;

/// <summary>Rejects requests without a JSON Web Token of a consumer (RFC 7519).</summary>
[Plugin<JwtConfig>("jwt", Priority = 1450, NoConsumer = true, Checks = typeof(JwtChecks), Entities = [typeof(JwtSecret)])]
internal sealed class JwtPlugin;
