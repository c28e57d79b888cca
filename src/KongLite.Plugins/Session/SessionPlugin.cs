using KongLite.Sdk.Plugins;

namespace KongLite.Plugins.Session;

/// <summary>Remembers by a cookie who has authenticated, so that a browser needs to do it once.</summary>
[Plugin<SessionConfig>("session", Priority = 1900, NoConsumer = true, AnyProtocol = true, Entities = [typeof(StoredSession)])]
internal sealed class SessionPlugin;
