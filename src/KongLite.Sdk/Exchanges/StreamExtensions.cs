using System.Buffers;

namespace KongLite.Sdk.Exchanges;

/// <summary>What streams lack.</summary>
internal static class StreamExtensions
{
    /// <summary>Reads to the end without keeping anything: a buffering stream then holds all of it.</summary>
    public static ValueTask DrainToEndAsync(this Stream stream, CancellationToken cancellationToken) =>
        stream.DrainAsync(long.MaxValue, cancellationToken);

    /// <summary>Reads to the end, or until soon after a number of bytes, without keeping anything.</summary>
    public static async ValueTask DrainAsync(this Stream stream, long most, CancellationToken cancellationToken)
    {
        long length = 0;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            int read;
            while (length <= most && (read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
            {
                length += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
