using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace KongLite.Plugins.IpRestriction;

/// <summary>A set of IP addresses, made of addresses and CIDR blocks. The two families are kept apart: no IPv4 address is in an IPv6 block.</summary>
internal sealed class AddressSet
{
    private readonly Ranges _v4;
    private readonly Ranges _v6;

    /// <summary>A set.</summary>
    /// <param name="blocks">Valid addresses and blocks; bits behind a block's prefix do not count.</param>
    public AddressSet(IReadOnlyList<string> blocks)
    {
        var v4 = new List<(UInt128 First, UInt128 Last)>();
        var v6 = new List<(UInt128 First, UInt128 Last)>();
        foreach (string block in blocks)
        {
            int slash = block.IndexOf('/', StringComparison.Ordinal);
            var address = IPAddress.Parse(slash < 0 ? block : block[..slash]);
            bool isV4 = address.AddressFamily == AddressFamily.InterNetwork;
            int bits = isV4 ? 32 : 128;
            int free = slash < 0 ? 0 : bits - int.Parse(block.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture);
            UInt128 mask = free == 128 ? UInt128.MaxValue : (UInt128.One << free) - 1;
            UInt128 number = Number(address);
            (isV4 ? v4 : v6).Add((number & ~mask, number | mask));
        }

        _v4 = new Ranges(v4);
        _v6 = new Ranges(v6);
    }

    /// <summary>Whether an address is in the set.</summary>
    public bool Contains(IPAddress address) => (address.AddressFamily == AddressFamily.InterNetwork ? _v4 : _v6).Contains(Number(address));

    private static UInt128 Number(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out int length);
        return length == 4 ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    /// <summary>Ranges of numbers in order, none of which touches another.</summary>
    private sealed class Ranges
    {
        private readonly UInt128[] _firsts;
        private readonly UInt128[] _lasts;

        public Ranges(List<(UInt128 First, UInt128 Last)> ranges)
        {
            ranges.Sort();
            var merged = new List<(UInt128 First, UInt128 Last)>(ranges.Count);
            foreach ((UInt128 first, UInt128 last) in ranges)
            {
                if (merged.Count > 0 && first <= merged[^1].Last)
                {
                    merged[^1] = (merged[^1].First, UInt128.Max(last, merged[^1].Last));
                }
                else
                {
                    merged.Add((first, last));
                }
            }

            _firsts = [.. merged.Select(range => range.First)];
            _lasts = [.. merged.Select(range => range.Last)];
        }

        public bool Contains(UInt128 number)
        {
            int at = Array.BinarySearch(_firsts, number);
            at = at < 0 ? ~at - 1 : at;
            return at >= 0 && number <= _lasts[at];
        }
    }
}
