using System.Buffers;

namespace KongLite.Plugins.Shared.Aws;

/// <summary>A header that is signed.</summary>
/// <param name="Name">Lower-case name.</param>
/// <param name="Value">The value as sent.</param>
internal readonly record struct SigV4Header(string Name, string Value);

/// <summary>The parts of a request that are signed.</summary>
internal readonly ref struct SigV4Request
{
    /// <summary>The method.</summary>
    public required ReadOnlySpan<char> Method { get; init; }

    /// <summary>The path as it goes over the wire, without query.</summary>
    public required ReadOnlySpan<char> Path { get; init; }

    /// <summary>The query as it goes over the wire, without question mark.</summary>
    public ReadOnlySpan<char> Query { get; init; }

    /// <summary>The headers to sign, sorted by name. <c>host</c> and <c>x-amz-date</c> are among them.</summary>
    public required ReadOnlySpan<SigV4Header> Headers { get; init; }

    /// <summary>SHA-256 of the body, 32 bytes.</summary>
    public required ReadOnlySpan<byte> BodyHash { get; init; }
}

/// <summary>Bytes that grow, on borrowed memory.</summary>
internal ref struct ByteText(Span<byte> start)
{
    private Span<byte> _span = start;
    private byte[]? _rented;
    private int _length;

    /// <summary>What has been written.</summary>
    public readonly ReadOnlySpan<byte> Written => _span[.._length];

    /// <summary>Adds a byte.</summary>
    public void Add(byte value)
    {
        Reserve(1);
        _span[_length++] = value;
    }

    /// <summary>Adds bytes.</summary>
    public void Add(ReadOnlySpan<byte> value)
    {
        Reserve(value.Length);
        value.CopyTo(_span[_length..]);
        _length += value.Length;
    }

    /// <summary>Adds text.</summary>
    public void Add(ReadOnlySpan<char> value)
    {
        Reserve(value.Length * 3);
        _length += System.Text.Encoding.UTF8.GetBytes(value, _span[_length..]);
    }

    /// <summary>Adds bytes as lower-case hexadecimal digits.</summary>
    public void AddHex(ReadOnlySpan<byte> value)
    {
        Reserve(value.Length * 2);
        Convert.TryToHexStringLower(value, _span[_length..], out int written);
        _length += written;
    }

    /// <summary>Takes back what was written after a length.</summary>
    public void Truncate(int length) => _length = length;

    /// <summary>Returns the memory.</summary>
    public void Dispose()
    {
        if (_rented is not null)
        {
            ArrayPool<byte>.Shared.Return(_rented);
            _rented = null;
        }
    }

    private void Reserve(int more)
    {
        if (_span.Length - _length >= more)
        {
            return;
        }

        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(_span.Length * 2, _length + more));
        Written.CopyTo(larger);
        Dispose();
        _span = _rented = larger;
    }
}
