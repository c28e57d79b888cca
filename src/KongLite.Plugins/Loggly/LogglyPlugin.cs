using KongLite.Sdk.Plugins;

namespace KongLite.Plugins.Loggly;

/// <summary>Sends entries about requests to Loggly, as syslog messages over UDP.</summary>
[Plugin<LogglyConfig>("loggly", Priority = 6, AnyProtocol = true)]
internal sealed class LogglyPlugin;
