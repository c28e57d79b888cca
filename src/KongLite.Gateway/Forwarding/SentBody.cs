using System.Runtime.CompilerServices;
using KongLite.Gateway.Pipeline;

namespace KongLite.Gateway.Forwarding;

/// <summary>
/// A request's body on its way to the service, as the forwarder reads it: piece by piece, each after the one before has been written. From that the
/// timer learns what is being waited for.
/// </summary>
/// <param name="source">The body.</param>
/// <param name="call">The call that it goes with; each of its tries has a timer of its own.</param>
internal sealed class SentBody(Stream source, ServiceCall call) : ReadOnlyStream(source)
{
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // Behind the last try somebody else may want the body.
        TryTimer? timer = call.Timer;
        timer?.WaitForClient();
        int read = await Source.ReadAsync(buffer, cancellationToken);
        if (read > 0)
        {
            timer?.Send();
        }
        else if (buffer.Length > 0)
        {
            timer?.WaitForService();
        }

        return read;
    }
}
