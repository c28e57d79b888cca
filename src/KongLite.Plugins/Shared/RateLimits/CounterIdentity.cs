using KongLite.Sdk.Exchanges;

namespace KongLite.Plugins.Shared.RateLimits;

/// <summary>Whose requests are counted together: an entity, or what a text says.</summary>
/// <param name="Id">Id of the entity; meaningless with a text.</param>
/// <param name="Text">The text. Null: it is an entity.</param>
internal readonly record struct CounterIdentity(Guid Id, string? Text = null)
{
    /// <summary>The consumer of an exchange, else its credential, else its address.</summary>
    public static CounterIdentity OfConsumer(Exchange exchange) =>
        exchange.Client.Consumer is { } consumer ? new CounterIdentity(consumer.Id) : OfCredential(exchange);

    /// <summary>The credential of an exchange, else its address.</summary>
    public static CounterIdentity OfCredential(Exchange exchange) =>
        exchange.Client.Credential is { } credential ? new CounterIdentity(credential.Id) : OfAddress(exchange);

    /// <summary>The client's address.</summary>
    public static CounterIdentity OfAddress(Exchange exchange) => new(default, exchange.Client.Address.ToString());

    /// <summary>As it stands in the key of a shared counter.</summary>
    public override string ToString() => Text ?? Id.ToString("D");
}
