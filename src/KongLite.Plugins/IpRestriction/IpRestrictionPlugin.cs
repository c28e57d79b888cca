using System.Net;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Plugins;
using Microsoft.Extensions.Logging;

namespace KongLite.Plugins.IpRestriction;

/// <summary>Lets clients pass, or not, by their IP addresses.</summary>
[Plugin<IpRestrictionConfig>(
    "ip-restriction",
    Priority = 990,
    AnyProtocol = true,
    DefaultProtocols = ["http", "https", "tcp", "tls", "grpc", "grpcs"],
    Checks = typeof(IpRestrictionChecks))]
internal sealed partial class IpRestrictionPlugin(IpRestrictionConfig config, ILogger<IpRestrictionPlugin> logger) : IAccessPhase
{
    private readonly AddressSet? _allow = SetOf(config.Allow);
    private readonly AddressSet? _deny = SetOf(config.Deny);
    private readonly int _status = (int)(config.Status ?? 403);

    /// <inheritdoc/>
    public ValueTask<PhaseResult> AccessAsync(Exchange exchange)
    {
        IPAddress address = exchange.Client.Address;
        if (address.Equals(IPAddress.None))
        {
            return ValueTask.FromResult(exchange.Error(403, "Cannot identify the client IP address, unix domain sockets are not supported."));
        }

        bool passes = _deny?.Contains(address) != true && _allow?.Contains(address) != false;
        return ValueTask.FromResult(passes ? PhaseResult.Continue : Reject(exchange, address));
    }

    private PhaseResult Reject(Exchange exchange, IPAddress address)
    {
        Rejected(address, exchange.Id);
        // Kong's errors have no other statuses: such a configuration fails when it is needed.
        return _status is >= 400 and <= 599 ? exchange.Error(_status, config.Message ?? $"IP address not allowed: {address}") : exchange.Error(500);
    }

    private static AddressSet? SetOf(IReadOnlyList<string>? blocks) => blocks is { Count: > 0 } ? new AddressSet(blocks) : null;

    [LoggerMessage(Level = LogLevel.Warning, Message = "IP address not allowed: {Address}, request {RequestId}")]
    private partial void Rejected(IPAddress address, string requestId);
}
