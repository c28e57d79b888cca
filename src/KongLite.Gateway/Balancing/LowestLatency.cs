using System.Diagnostics;

namespace KongLite.Gateway.Balancing;

/// <summary>The address that has answered fastest lately, for its weight (Kong: an average that decays within ten seconds). Equals take turns.</summary>
internal sealed class LowestLatency : PeerPicker
{
    private readonly Rotation _rotation;

    public LowestLatency(Peer[] peers, bool isChecked, Rotation rotation)
        : base(peers, isChecked)
    {
        _rotation = rotation;
        WelcomeNewcomers(peers);
    }

    protected override Peer? Choose(uint hash, List<AddressState>? failed)
    {
        Peer? best = null;
        double lowest = double.MaxValue;
        long now = Stopwatch.GetTimestamp();
        int start = Peers.Length == 0 ? 0 : _rotation.Next(Peers.Length);
        for (int i = 0; i < Peers.Length; i++)
        {
            Peer peer = Peers[start + i < Peers.Length ? start + i : start + i - Peers.Length];
            if (!IsEligible(peer, failed))
            {
                continue;
            }

            double score = peer.State.Latency(now) / peer.Weight;
            if (score < lowest)
            {
                (best, lowest) = (peer, score);
            }
        }

        return best;
    }

    private static void WelcomeNewcomers(Peer[] peers)
    {
        long now = Stopwatch.GetTimestamp();
        double sum = 0;
        int known = 0;
        foreach (Peer peer in peers)
        {
            double latency = peer.State.Latency(now);
            if (latency > 0)
            {
                sum += latency;
                known++;
            }
        }

        foreach (Peer peer in peers)
        {
            if (known > 0 && peer.State.Latency(now) == 0)
            {
                peer.State.Assume(sum / known, now);
            }
        }
    }
}
