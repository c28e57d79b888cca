using KongLite.Sdk.Plugins;

namespace KongLite.Plugins.BotDetection;

/// <summary>Rejects requests of programs that their <c>User-Agent</c> gives away.</summary>
[Plugin<BotDetectionConfig>("bot-detection", Priority = 2500, NoConsumer = true)]
internal sealed class BotDetectionPlugin;
