using KongLite.Sdk.Plugins;

namespace KongLite.Plugins.PreFunction;

/// <summary>Runs Lua code before other plugins. KongLite checks the code and does not run it.</summary>
[Plugin<PreFunctionConfig>("pre-function", Priority = 1000000, NoConsumer = true, AnyProtocol = true, Checks = typeof(PreFunctionChecks))]
internal sealed class PreFunctionPlugin;
