namespace KongLite.Gateway.Balancing;

/// <summary>Whose turn it is in an upstream. It starts anywhere, so that nodes that start together do not all begin with the same target.</summary>
internal sealed class Rotation
{
    private long _position = Random.Shared.Next();

    /// <summary>The next turn.</summary>
    /// <param name="length">How many there are; at least 1.</param>
    public int Next(int length) => (int)((ulong)Interlocked.Increment(ref _position) % (ulong)length);
}
