using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Plugins;

namespace KongLite.Gateway.Pipeline;

/// <summary>Between the copier and the client: shows every piece of a service's body to the body filters.</summary>
/// <param name="client">Where the filtered pieces go.</param>
/// <param name="hasBody">Whether the answer may have a body; if not, what the filters make goes nowhere.</param>
/// <param name="collected">The plugins.</param>
/// <param name="runner">Runs them.</param>
/// <param name="exchange">The exchange.</param>
internal sealed class BodyFilterStream(Stream client, bool hasBody, PluginInstance[] collected, PluginRunner runner, Exchange exchange)
    : WriteOnlyStream
{
    /// <summary>The stream behind this one.</summary>
    public Stream Client => client;

    /// <summary>Shows the filters the end of the body, and sends what they still hold.</summary>
    public ValueTask CompleteAsync(CancellationToken cancellationToken) => PassAsync(new BodyChunk(default, IsLast: true), cancellationToken);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        PassAsync(new BodyChunk(buffer, IsLast: false), cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => client.FlushAsync(cancellationToken);

    public override void Flush() => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private ValueTask PassAsync(BodyChunk chunk, CancellationToken cancellationToken)
    {
        if (!runner.FilterBody(collected, exchange, ref chunk))
        {
            throw new BodyFilterException();
        }

        if (chunk.Data.IsEmpty || !hasBody)
        {
            return ValueTask.CompletedTask;
        }

        exchange.Calls.BodySize += chunk.Data.Length;
        return client.WriteAsync(chunk.Data, cancellationToken);
    }
}
