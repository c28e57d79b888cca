using KongLite.Sdk.Plugins;

namespace KongLite.Plugins.TcpLog;

/// <summary>Sends an entry about each request over TCP.</summary>
[Plugin<TcpLogConfig>("tcp-log", Priority = 7, AnyProtocol = true)]
internal sealed class TcpLogPlugin;
