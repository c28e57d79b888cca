namespace KongLite.Gateway.Balancing;

/// <summary>The address with the fewest requests under way for its weight. Equals take turns.</summary>
internal sealed class LeastConnections(Peer[] peers, bool isChecked, Rotation rotation) : PeerPicker(peers, isChecked)
{
    protected override Peer? Choose(uint hash, List<AddressState>? failed)
    {
        Peer? best = null;
        double least = double.MaxValue;
        int start = Peers.Length == 0 ? 0 : rotation.Next(Peers.Length);
        for (int i = 0; i < Peers.Length; i++)
        {
            Peer peer = Peers[start + i < Peers.Length ? start + i : start + i - Peers.Length];
            if (!IsEligible(peer, failed))
            {
                continue;
            }

            double load = (peer.State.Active + 1.0) / peer.Weight;
            if (load < least)
            {
                (best, least) = (peer, load);
            }
        }

        return best;
    }
}
