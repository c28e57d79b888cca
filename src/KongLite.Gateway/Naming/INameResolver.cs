namespace KongLite.Gateway.Naming;

/// <summary>Finds the addresses behind names. The edge to DNS.</summary>
internal interface INameResolver
{
    /// <summary>What is known of a name without asking anybody; null: somebody has to be asked.</summary>
    ResolvedName? Known(string name);

    /// <summary>The addresses of a name. A name that means nothing, or a server that does not answer, is an answer too: one without addresses.</summary>
    ValueTask<ResolvedName> ResolveAsync(string name, CancellationToken cancellationToken);
}
