namespace KongLite.Gateway.Balancing;

/// <summary>One after the other: a wheel on which each address stands as often as its weight says, spread evenly. A full turn is exact.</summary>
internal sealed class RoundRobin : PeerPicker
{
    private const int MostTries = 16;

    private readonly int[] _wheel;
    private readonly Rotation _rotation;

    public RoundRobin(Peer[] peers, bool isChecked, Rotation rotation)
        : base(peers, isChecked)
    {
        _rotation = rotation;
        _wheel = Wheel.Of(Array.ConvertAll(peers, peer => peer.Weight));
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
}
