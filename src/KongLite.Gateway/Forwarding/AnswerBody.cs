using System.Buffers;
using System.Runtime.CompilerServices;
using Yarp.ReverseProxy.Forwarder;

namespace KongLite.Gateway.Forwarding;

/// <summary>Carries the body of a service's answer, each piece when it comes.</summary>
internal static class AnswerBody
{
    private const int PieceSize = 64 * 1024;

    /// <summary>Copies a body to its end.</summary>
    /// <param name="service">Where it comes from.</param>
    /// <param name="client">Where it goes.</param>
    /// <param name="headGoesAhead">Whether the head is sent when the body is not there yet; false: it goes with the body's first piece.</param>
    /// <param name="timer">Times both.</param>
    /// <param name="cancellationToken">Cancelled by the timer, and when the client has gone.</param>
    /// <returns>What broke it off; nothing is thrown.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<ForwarderError> CopyAsync(
        Stream service, Stream client, bool headGoesAhead, TryTimer timer, CancellationToken cancellationToken)
    {
        byte[]? buffer = null;
        bool isReading = true;
        try
        {
            while (true)
            {
                // An answer that stands still, as that of events does, holds no buffer: reading nothing waits until there is something to read.
                isReading = true;
                ValueTask<int> waiting = service.ReadAsync(Memory<byte>.Empty, cancellationToken);
                if (!waiting.IsCompleted)
                {
                    Return(ref buffer);
                    if (headGoesAhead)
                    {
                        headGoesAhead = false;
                        await client.FlushAsync(cancellationToken);
                    }
                }

                await Timed(waiting, timer);
                buffer ??= ArrayPool<byte>.Shared.Rent(PieceSize);
                int read = await Timed(service.ReadAsync(buffer.AsMemory(), cancellationToken), timer);
                timer.Stop();
                if (read == 0)
                {
                    return ForwarderError.None;
                }

                isReading = false;
                ValueTask delivering = client.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                if (!delivering.IsCompleted)
                {
                    timer.Deliver();
                }

                await delivering;
            }
        }
        catch (Exception error) when (error is IOException or HttpRequestException or OperationCanceledException or InvalidOperationException)
        {
            return cancellationToken.IsCancellationRequested ? ForwarderError.ResponseBodyCanceled
                : isReading ? ForwarderError.ResponseBodyDestination
                : ForwarderError.ResponseBodyClient;
        }
        finally
        {
            Return(ref buffer);
        }
    }

    private static ValueTask<int> Timed(ValueTask<int> reading, TryTimer timer)
    {
        if (!reading.IsCompleted)
        {
            timer.WaitForService();
        }

        return reading;
    }

    private static void Return(ref byte[]? buffer)
    {
        if (buffer is not null)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = null;
        }
    }
}
