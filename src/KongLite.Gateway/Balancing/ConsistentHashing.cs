using System.IO.Hashing;
using System.Text;

namespace KongLite.Gateway.Balancing;

/// <summary>
/// Every address draws a number for every key, and the best one for its weight wins; where that is not available, the next best (weighted rendezvous
/// hashing). An address that comes, goes or changes its weight moves only keys that become or were its own, which no ring with points by weight does.
/// </summary>
internal sealed class ConsistentHashing : PeerPicker
{
    private readonly ulong[] _seeds;

    public ConsistentHashing(Peer[] peers, bool isChecked)
        : base(peers, isChecked) =>
        // Of what is the same on every node and after every change of other targets. Two targets may stand for one address.
        _seeds = Array.ConvertAll(peers, peer => XxHash64.HashToUInt64(Encoding.UTF8.GetBytes($"{peer.Name} {peer}")));

    /// <summary>The hash of a key.</summary>
    public static uint Hash(ReadOnlySpan<byte> key) => XxHash32.HashToUInt32(key);

    protected override Peer? Choose(uint hash, List<AddressState>? failed)
    {
        Peer? best = null;
        double most = double.MinValue;
        for (int i = 0; i < Peers.Length; i++)
        {
            if (!IsEligible(Peers[i], failed))
            {
                continue;
            }

            // Distributed as if the best of as many draws as the weight says.
            double score = Peers[i].Weight / -Math.Log(Draw(hash, _seeds[i]));
            if (score > most)
            {
                (best, most) = (Peers[i], score);
            }
        }

        return best;
    }

    // Between 0 and 1, and neither. The mixer is the last step of MurmurHash3.
    private static double Draw(uint hash, ulong seed)
    {
        ulong bits = seed ^ (hash * 0x9e3779b97f4a7c15);
        bits = (bits ^ (bits >> 33)) * 0xff51afd7ed558ccd;
        bits = (bits ^ (bits >> 33)) * 0xc4ceb9fe1a85ec53;
        bits ^= bits >> 33;
        return ((bits >> 11) + 0.5) / (1L << 53);
    }
}
