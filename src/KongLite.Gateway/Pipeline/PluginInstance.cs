using KongLite.Sdk.Entities;
using KongLite.Sdk.Plugins;

namespace KongLite.Gateway.Pipeline;

/// <summary>A plugin object made from one configuration, with its phases found once.</summary>
internal sealed class PluginInstance
{
    /// <summary>An instance of a configuration.</summary>
    /// <param name="entity">The configuration.</param>
    /// <param name="priority">Place in the order of execution.</param>
    /// <param name="plugin">The object, which implements the phases it has.</param>
    public PluginInstance(Plugin entity, int priority, object plugin)
    {
        Entity = entity;
        Priority = priority;
        Rewrite = plugin as IRewritePhase;
        Access = plugin as IAccessPhase;
        Response = plugin as IResponsePhase;
        HeaderFilter = plugin as IHeaderFilterPhase;
        BodyFilter = plugin as IBodyFilterPhase;
        Log = plugin as ILogPhase;
    }

    /// <summary>The configuration, as the store has it.</summary>
    public Plugin Entity { get; }

    public string Name => Entity.Name;

    public int Priority { get; }

    public IRewritePhase? Rewrite { get; }

    public IAccessPhase? Access { get; }

    public IResponsePhase? Response { get; }

    public IHeaderFilterPhase? HeaderFilter { get; }

    public IBodyFilterPhase? BodyFilter { get; }

    public ILogPhase? Log { get; }
}
