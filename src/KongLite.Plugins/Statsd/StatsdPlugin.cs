using KongLite.Sdk.Plugins;

namespace KongLite.Plugins.Statsd;

/// <summary>Sends metrics of requests to a StatsD server.</summary>
[Plugin<StatsdConfig>("statsd", Priority = 11, AnyProtocol = true)]
internal sealed class StatsdPlugin;
