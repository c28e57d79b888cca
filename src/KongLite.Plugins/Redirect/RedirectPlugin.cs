using KongLite.Sdk.Plugins;

namespace KongLite.Plugins.Redirect;

/// <summary>Sends clients to another URL.</summary>
[Plugin<RedirectConfig>("redirect", Priority = 779)]
internal sealed class RedirectPlugin;
