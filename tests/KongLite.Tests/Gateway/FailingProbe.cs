using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Plugins;

namespace KongLite.Tests.Gateway;

/// <summary>Has every phase but <c>response</c>, and a bug in the one it is told, which requests for <c>/bad</c> meet.</summary>
[Plugin<ProbeConfig>("probe-failing", Priority = 500)]
public class FailingProbe(ProbeConfig config) : IRewritePhase, IAccessPhase, IHeaderFilterPhase, IBodyFilterPhase, ILogPhase
{
    public ValueTask<PhaseResult> RewriteAsync(Exchange exchange) => PassAsync("rewrite", exchange);

    public ValueTask<PhaseResult> AccessAsync(Exchange exchange) => PassAsync("access", exchange);

    public void HeaderFilter(Exchange exchange) => Pass("header_filter", exchange);

    public void BodyFilter(Exchange exchange, ref BodyChunk chunk) => Pass("body_filter", exchange);

    public void Log(Exchange exchange) => Pass("log", exchange);

    protected ValueTask<PhaseResult> PassAsync(string phase, Exchange exchange)
    {
        Pass(phase, exchange);
        return ValueTask.FromResult(PhaseResult.Continue);
    }

    private void Pass(string phase, Exchange exchange)
    {
        if (config.Act == phase && exchange.Request.Path == "/bad")
        {
            throw new InvalidOperationException("boom");
        }
    }
}

/// <summary>The same with a response phase, for which answers are read whole.</summary>
[Plugin<ProbeConfig>("probe-failing-whole", Priority = 500)]
public sealed class FailingWholeProbe(ProbeConfig config) : FailingProbe(config), IResponsePhase
{
    public ValueTask<PhaseResult> ResponseAsync(Exchange exchange) => PassAsync("response", exchange);
}
