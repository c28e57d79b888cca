namespace KongLite.Gateway.Naming;

/// <summary>A name could not be turned into an address when a connection was to be opened.</summary>
internal sealed class NameResolutionException(string name, string? error) : Exception(error ?? $"{name} has no address")
{
    /// <summary>Why the servers could not tell; null: they did, and the name means nothing.</summary>
    public string? Error => error;
}
