namespace KongLite.Gateway.Balancing;

/// <summary>One after the other: a wheel on which each address stands as often as its weight says, spread evenly. A full turn is exact.</summary>
internal sealed class RoundRobin : PeerPicker
{
    // Weights that have no common divisor could make a wheel of gigabytes; beyond this the shares are rounded.
    private const int LongestWheel = 1 << 20;

    private const int MostTries = 16;

    private readonly int[] _wheel;
    private readonly Rotation _rotation;

    public RoundRobin(Peer[] peers, bool isChecked, Rotation rotation)
        : base(peers, isChecked)
    {
        _rotation = rotation;
        _wheel = Spread(Counts(peers));
    }

    protected override Peer? Choose(uint hash, List<AddressState>? failed)
    {
        int tries = Math.Min(_wheel.Length, MostTries);
        for (int tried = 0; tried < tries; tried++)
        {
            Peer peer = Peers[_wheel[_rotation.Next(_wheel.Length)]];
            if (IsEligible(peer, failed))
            {
                return peer;
            }
        }

        return ChooseByWeight(failed);
    }

    // Most of the wheel is out: walking on could take a whole turn for each request.
    private Peer? ChooseByWeight(List<AddressState>? failed)
    {
        Peer? chosen = null;
        long total = 0;
        foreach (Peer peer in Peers)
        {
            if (IsEligible(peer, failed))
            {
                total += peer.Weight;
                chosen = Random.Shared.NextInt64(total) < peer.Weight ? peer : chosen;
            }
        }

        return chosen;
    }

    private static int[] Counts(Peer[] peers)
    {
        long divisor = 0;
        long total = 0;
        foreach (Peer peer in peers)
        {
            divisor = Divisor(divisor, peer.Weight);
            total += peer.Weight;
        }

        long length = total / Math.Max(1, divisor);
        double scale = length <= LongestWheel ? 1.0 / Math.Max(1, divisor) : (double)LongestWheel / total;
        return Array.ConvertAll(peers, peer => peer.Weight == 0 ? 0 : Math.Max(1, (int)Math.Round(peer.Weight * scale)));
    }

    private static long Divisor(long a, long b) => b == 0 ? a : Divisor(b, a % b);

    // The k-th of n entries of an address belongs at (k + ½) / n of the turn.
    private static int[] Spread(int[] counts)
    {
        int length = counts.Sum();
        int[] wheel = new int[length];
        double[] places = new double[length];
        int next = 0;
        for (int peer = 0; peer < counts.Length; peer++)
        {
            for (int k = 0; k < counts[peer]; k++)
            {
                places[next] = (k + 0.5) / counts[peer];
                wheel[next++] = peer;
            }
        }

        Array.Sort(places, wheel);
        return wheel;
    }
}
