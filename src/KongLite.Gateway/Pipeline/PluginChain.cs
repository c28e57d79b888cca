using KongLite.Sdk.Entities;
using KongLite.Sdk.Exchanges;

namespace KongLite.Gateway.Pipeline;

/// <summary>The plugins that can apply to a route, in Kong's order. Slots are resolved one by one, because one plugin may find the consumer of the next.</summary>
internal sealed class PluginChain
{
    private readonly PluginSlot[] _slots;
    private readonly bool _dependsOnConsumer;
    private readonly bool _hasAccess;

    public PluginChain(PluginSlot[] slots)
    {
        _slots = slots;
        _dependsOnConsumer = Array.Exists(slots, slot => slot.DependsOnConsumer);
        Anyone = [.. slots.Select(slot => slot.Anyone).OfType<PluginInstance>()];
        _hasAccess = Array.Exists(Anyone, instance => instance.Access is not null);
        HasRewrite = Array.Exists(Anyone, instance => instance.Rewrite is not null);
    }

    /// <summary>What applies without a consumer, in order.</summary>
    public PluginInstance[] Anyone { get; }

    /// <summary>Whether one of <see cref="Anyone"/> runs before routing.</summary>
    public bool HasRewrite { get; }

    /// <summary>
    /// Runs the access phase until a plugin answers, and collects those whose later phases run; that walk goes on after an answer, as in Kong.
    /// </summary>
    public ValueTask<PluginInstance[]> AccessAsync(Exchange exchange, PluginRunner runner) =>
        _dependsOnConsumer || _hasAccess ? WalkAsync(exchange, runner) : new ValueTask<PluginInstance[]>(Anyone);

    private async ValueTask<PluginInstance[]> WalkAsync(Exchange exchange, PluginRunner runner)
    {
        if (!_dependsOnConsumer)
        {
            foreach (PluginInstance instance in Anyone)
            {
                if (instance.Access is not null && exchange.Local is null)
                {
                    await runner.AccessAsync(instance, exchange);
                }
            }

            return Anyone;
        }

        var collected = new PluginInstance[_slots.Length];
        int count = 0;
        foreach (PluginSlot slot in _slots)
        {
            Consumer? consumer = slot.DependsOnConsumer ? exchange.Client.Consumer : null;
            if ((consumer is null ? slot.Anyone : slot.For(consumer.Id)) is not { } instance)
            {
                continue;
            }

            collected[count++] = instance;
            if (instance.Access is not null && exchange.Local is null)
            {
                await runner.AccessAsync(instance, exchange);
            }
        }

        Array.Resize(ref collected, count);
        return collected;
    }
}
