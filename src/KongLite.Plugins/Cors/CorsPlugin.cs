using KongLite.Sdk.Plugins;

namespace KongLite.Plugins.Cors;

/// <summary>Tells browsers which pages may use the answers, and answers their preflight requests.</summary>
[Plugin<CorsConfig>("cors", Priority = 2000, NoConsumer = true)]
internal sealed class CorsPlugin;
