using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Plugins;

namespace KongLite.Gateway.Pipeline;

/// <summary>Stands for a plugin that could not be built: nothing that it should have guarded is let through.</summary>
internal sealed class BrokenPlugin : IAccessPhase
{
    public ValueTask<PhaseResult> AccessAsync(Exchange exchange) => ValueTask.FromResult(exchange.Error(500));
}
