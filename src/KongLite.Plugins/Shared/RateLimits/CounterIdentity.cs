using System.Security.Cryptography;
using System.Text;
using KongLite.Sdk.Exchanges;

namespace KongLite.Plugins.Shared.RateLimits;

/// <summary>Whose requests are counted together: an entity, or what a text says.</summary>
/// <param name="Id">Id of the entity; meaningless with a text.</param>
/// <param name="Text">The text. Null: it is an entity.</param>
internal readonly record struct CounterIdentity(Guid Id, string? Text = null)
{
    private const int LongestText = 64;

    /// <summary>The consumer of an exchange, else its credential, else its address.</summary>
    public static CounterIdentity OfConsumer(Exchange exchange) =>
        exchange.Client.Consumer is { } consumer ? new CounterIdentity(consumer.Id) : OfCredential(exchange);

    /// <summary>The credential of an exchange, else its address.</summary>
    public static CounterIdentity OfCredential(Exchange exchange) =>
        exchange.Client.Credential is { } credential ? new CounterIdentity(credential.Id) : OfAddress(exchange);

    /// <summary>The client's address.</summary>
    public static CounterIdentity OfAddress(Exchange exchange) => new(default, exchange.Client.Address.ToString());

    /// <summary>What a text of the client's says. Long ones count by their hash: tables have room for many identities, not for long ones.</summary>
    public static CounterIdentity OfText(string text) =>
        new(default, text.Length <= LongestText ? text : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));

    /// <summary>As it stands in the key of a shared counter.</summary>
    public override string ToString() => Text ?? Id.ToString("D");
}
