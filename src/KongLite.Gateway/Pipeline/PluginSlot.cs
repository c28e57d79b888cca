namespace KongLite.Gateway.Pipeline;

/// <summary>The place of one plugin in a chain: which configuration applies, once the consumer is known or known to be missing.</summary>
/// <param name="anyone">What applies without a consumer, and with one that has nothing of its own; null: nothing.</param>
/// <param name="here">Configurations of consumers on this route or service, which come first; null: none.</param>
/// <param name="anywhere">Configurations of consumers alone, which come before <paramref name="anyone"/>; null: none that does.</param>
internal sealed class PluginSlot(
    PluginInstance? anyone, Dictionary<Guid, PluginInstance>? here, Dictionary<Guid, PluginInstance>? anywhere)
{
    /// <summary>What applies without a consumer.</summary>
    public PluginInstance? Anyone => anyone;

    /// <summary>Whether the consumer makes a difference.</summary>
    public bool DependsOnConsumer => here is not null || anywhere is not null;

    /// <summary>What applies to a consumer; null: nothing.</summary>
    public PluginInstance? For(Guid consumer)
    {
        if (here is not null && here.TryGetValue(consumer, out PluginInstance? own))
        {
            return own;
        }

        return anywhere is not null && anywhere.TryGetValue(consumer, out own) ? own : anyone;
    }
}
