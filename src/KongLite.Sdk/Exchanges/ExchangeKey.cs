namespace KongLite.Sdk.Exchanges;

/// <summary>A typed key for what plugins leave in an exchange for later phases or for each other.</summary>
/// <typeparam name="T">The value.</typeparam>
/// <param name="name">A name for people; keys are compared as objects.</param>
public sealed class ExchangeKey<T>(string name)
{
    /// <inheritdoc/>
    public override string ToString() => name;
}
