using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace KongLite.Gateway.Balancing;

/// <summary>
/// A ring of hashes on which every address has points by its weight; a key goes to the next point that is available. An address that comes or goes
/// moves only the keys that become or were its own (ketama, as in Kong).
/// </summary>
internal sealed class ConsistentHashing : PeerPicker
{
    // Points of an address of average weight, as in Kong.
    private const int PointsPerPeer = 160;

    private readonly uint[] _points;
    private readonly int[] _owners;

    public ConsistentHashing(Peer[] peers, bool isChecked)
        : base(peers, isChecked)
    {
        Peer[] used = Array.FindAll(peers, peer => peer.Weight > 0);
        long total = used.Sum(peer => (long)peer.Weight);
        var points = new List<(uint Point, int Owner)>(used.Length * PointsPerPeer);
        foreach (Peer peer in used)
        {
            long count = Math.Max(1, (long)peer.Weight * used.Length * PointsPerPeer / total);
            for (int i = 1; i <= count; i++)
            {
                string name = string.Create(CultureInfo.InvariantCulture, $"{peer} #{i}");
                points.Add((XxHash32.HashToUInt32(Encoding.ASCII.GetBytes(name)), peer.Index));
            }
        }

        // Where two addresses meet, the order must not depend on that of the targets.
        points.Sort((a, b) => a.Point != b.Point ? a.Point.CompareTo(b.Point) : string.CompareOrdinal(peers[a.Owner].ToString(), peers[b.Owner].ToString()));
        _points = [.. points.Select(each => each.Point)];
        _owners = [.. points.Select(each => each.Owner)];
    }

    /// <summary>The hash of a key.</summary>
    public static uint Hash(ReadOnlySpan<byte> key) => XxHash32.HashToUInt32(key);

    protected override Peer? Choose(uint hash, List<AddressState>? failed)
    {
        int start = Array.BinarySearch(_points, hash);
        start = start < 0 ? ~start : start;
        for (int i = 0; i < _owners.Length; i++)
        {
            Peer peer = Peers[_owners[(start + i) % _owners.Length]];
            if (IsEligible(peer, failed))
            {
                return peer;
            }
        }

        return null;
    }
}
