using KongLite.Sdk.Plugins;

namespace KongLite.Plugins.Acl;

/// <summary>Lets consumers pass, or not, by the groups they are in.</summary>
[Plugin<AclConfig>("acl", Priority = 950, NoConsumer = true, Checks = typeof(AclChecks), Entities = [typeof(AclGroup)])]
internal sealed class AclPlugin;
