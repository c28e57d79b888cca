using KongLite.Sdk.Plugins;

namespace KongLite.Plugins.UdpLog;

/// <summary>Sends an entry about each request over UDP.</summary>
[Plugin<UdpLogConfig>("udp-log", Priority = 8, AnyProtocol = true)]
internal sealed class UdpLogPlugin;
