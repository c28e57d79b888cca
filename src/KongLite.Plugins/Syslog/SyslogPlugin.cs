using KongLite.Sdk.Plugins;

namespace KongLite.Plugins.Syslog;

/// <summary>Writes an entry about each request to the system's log.</summary>
[Plugin<SyslogConfig>("syslog", Priority = 4, AnyProtocol = true)]
internal sealed class SyslogPlugin;
