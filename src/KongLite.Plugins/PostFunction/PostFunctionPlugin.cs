using KongLite.Sdk.Plugins;

namespace KongLite.Plugins.PostFunction;

/// <summary>Runs Lua code after other plugins. KongLite checks the code and does not run it.</summary>
[Plugin<PostFunctionConfig>("post-function", Priority = -1000, NoConsumer = true, AnyProtocol = true, Checks = typeof(PostFunctionChecks))]
internal sealed class PostFunctionPlugin;
