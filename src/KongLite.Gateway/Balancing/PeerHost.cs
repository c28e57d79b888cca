namespace KongLite.Gateway.Balancing;

/// <summary>A target with the addresses it stands for.</summary>
/// <param name="TargetId">The target.</param>
/// <param name="Address">Its text, taken apart.</param>
/// <param name="Weight">The target's weight.</param>
/// <param name="RecordType">Type of the DNS records behind it, such as <c>A</c>; <c>ERROR</c>: there are none.</param>
/// <param name="Peers">The addresses; none when the name means nothing.</param>
internal sealed record PeerHost(Guid TargetId, TargetAddress Address, int Weight, string RecordType, Peer[] Peers);
