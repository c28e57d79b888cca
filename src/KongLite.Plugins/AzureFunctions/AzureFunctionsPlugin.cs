using KongLite.Sdk.Plugins;

namespace KongLite.Plugins.AzureFunctions;

/// <summary>Answers requests with the result of an Azure function in place of the service.</summary>
[Plugin<AzureFunctionsConfig>("azure-functions", Priority = 749, AnyProtocol = true)]
internal sealed class AzureFunctionsPlugin;
