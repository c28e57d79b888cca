using KongLite.Sdk.Exchanges;

namespace KongLite.Sdk.Plugins;

/// <summary>What a phase wants next.</summary>
public enum PhaseResult
{
    /// <summary>Go on.</summary>
    Continue,

    /// <summary>The exchange has its answer: no later plugin runs this phase, and no service is called.</summary>
    Exit,
}

/// <summary>Runs before a route is known; only globally configured plugins do.</summary>
public interface IRewritePhase
{
    /// <summary>Runs the phase.</summary>
    ValueTask<PhaseResult> RewriteAsync(Exchange exchange);
}

/// <summary>Runs once the route is known and before the service is called.</summary>
public interface IAccessPhase
{
    /// <summary>Runs the phase. An exception answers 500 and is logged with the plugin's name.</summary>
    ValueTask<PhaseResult> AccessAsync(Exchange exchange);
}

/// <summary>Runs with the service's whole answer read. A plugin with this phase must not have the two filters.</summary>
public interface IResponsePhase
{
    /// <summary>Runs the phase.</summary>
    ValueTask<PhaseResult> ResponseAsync(Exchange exchange);
}

/// <summary>Runs on the header of every answer, also of Kong's own. It must not wait for anything.</summary>
public interface IHeaderFilterPhase
{
    /// <summary>Runs the phase. An exception answers 500 instead of the half-edited response.</summary>
    void HeaderFilter(Exchange exchange);
}

/// <summary>Runs on every piece of the answer's body. It must not wait for anything.</summary>
public interface IBodyFilterPhase
{
    /// <summary>Runs the phase. An exception aborts the response.</summary>
    void BodyFilter(Exchange exchange, ref BodyChunk chunk);
}

/// <summary>Runs after the answer is complete. It must not wait for anything: hand the work to a queue.</summary>
public interface ILogPhase
{
    /// <summary>Runs the phase. An exception is logged, and the next plugin runs.</summary>
    void Log(Exchange exchange);
}

/// <summary>A piece of a body on its way to the client.</summary>
/// <param name="Data">The bytes; replace them to change what is sent, or leave them empty to hold back.</param>
/// <param name="IsLast">True for the last piece, which may be empty.</param>
public record struct BodyChunk(ReadOnlyMemory<byte> Data, bool IsLast);
