using System.Buffers;

namespace KongLite.Sdk.Exchanges;

/// <summary>What streams lack.</summary>
internal static class StreamExtensions
{
    /// <summary>Reads to the end without keeping anything: a buffering stream then holds all of it.</summary>
    public static async ValueTask DrainToEndAsync(this Stream stream, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            while (await stream.ReadAsync(buffer, cancellationToken) > 0)
            {
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
