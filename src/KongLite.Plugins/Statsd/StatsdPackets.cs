using KongLite.Plugins.Shared.Delivery;

namespace KongLite.Plugins.Statsd;

/// <summary>Parts entries of several lines into datagrams: a line each, or as many as fit.</summary>
/// <param name="udp">Sends the datagrams.</param>
/// <param name="size">Bytes up to which lines share a datagram; 0: each has its own.</param>
internal sealed class StatsdPackets(IDelivery udp, int size) : IDelivery
{
    /// <inheritdoc/>
    public string Target => udp.Target;

    /// <inheritdoc/>
    public ValueTask<string?> SendAsync(IReadOnlyList<byte[]> batch, CancellationToken cancellationToken) =>
        udp.SendAsync(Packets(batch, size), cancellationToken);

    /// <summary>The datagrams of some entries.</summary>
    internal static List<byte[]> Packets(IReadOnlyList<byte[]> batch, int size)
    {
        var packets = new List<byte[]>();
        var packet = new MemoryStream();
        foreach (byte[] entry in batch)
        {
            foreach (Range line in entry.AsSpan().Split((byte)'\n'))
            {
                ReadOnlySpan<byte> bytes = entry.AsSpan(line);
                if (packet.Length > 0 && packet.Length + 1 + bytes.Length > size)
                {
                    packets.Add(packet.ToArray());
                    packet.SetLength(0);
                }

                if (packet.Length > 0)
                {
                    packet.WriteByte((byte)'\n');
                }

                packet.Write(bytes);
            }
        }

        packets.Add(packet.ToArray());
        return packets;
    }
}
