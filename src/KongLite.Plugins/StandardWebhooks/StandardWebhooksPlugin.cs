using KongLite.Sdk.Plugins;

namespace KongLite.Plugins.StandardWebhooks;

/// <summary>Rejects messages that are too old or not signed as the Standard Webhooks specification says.</summary>
[Plugin<StandardWebhooksConfig>("standard-webhooks", Priority = 760, NoConsumer = true)]
internal sealed class StandardWebhooksPlugin;
