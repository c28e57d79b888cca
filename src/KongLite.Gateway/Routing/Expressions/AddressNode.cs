using System.Net;

namespace KongLite.Gateway.Routing.Expressions;

/// <summary>Compares an address of the connection with an address or a block.</summary>
internal sealed class AddressNode : ExpressionNode
{
    private readonly bool _isClient;
    private readonly bool _isNegated;
    private readonly IPAddress? _address;
    private readonly IPNetwork _network;

    /// <summary>A comparison with an address.</summary>
    public AddressNode(bool isClient, IPAddress address, bool isNegated) => (_isClient, _address, _isNegated) = (isClient, address, isNegated);

    /// <summary>A comparison with a block.</summary>
    public AddressNode(bool isClient, IPNetwork network, bool isNegated) => (_isClient, _network, _isNegated) = (isClient, network, isNegated);

    public override bool IsMet(in RequestKey key, ref PathFinding finding)
    {
        IPAddress? address = _isClient ? key.ClientAddress : key.ServerAddress;
        return address is not null && (_address is null ? _network.Contains(address) : _address.Equals(address)) != _isNegated;
    }
}
