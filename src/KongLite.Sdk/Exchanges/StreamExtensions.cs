using System.Buffers;

namespace KongLite.Sdk.Exchanges;

/// <summary>What streams lack.</summary>
internal static class StreamExtensions
{
    /// <summary>Reads to the end without keeping anything: a buffering stream then holds all of it.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="most">Ends the reading soon after this many bytes.</param>
    public static async ValueTask DrainToEndAsync(this Stream stream, CancellationToken cancellationToken, long most = long.MaxValue)
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
