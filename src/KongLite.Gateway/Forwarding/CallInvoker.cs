using System.Net;
using System.Net.Http.Headers;
using KongLite.Gateway.Pipeline;

namespace KongLite.Gateway.Forwarding;

/// <summary>
/// Makes calls. A body that is to be streamed is sent piece by piece: the client library would keep short ones back until there are enough of them.
/// </summary>
internal sealed class CallInvoker(HttpMessageHandler handler) : HttpMessageInvoker(handler, disposeHandler: true)
{
    public override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is { } body && request.RequestUri is CallAddress { Call.StreamsBody: true })
        {
            request.Content = new StreamedContent(body);
        }

        return base.SendAsync(request, cancellationToken);
    }

    private sealed class StreamedContent : HttpContent
    {
        private readonly HttpContent _body;

        public StreamedContent(HttpContent body)
        {
            _body = body;
            foreach ((string name, HeaderStringValues values) in body.Headers.NonValidated)
            {
                Headers.TryAddWithoutValidation(name, values);
            }
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
            _body.CopyToAsync(new FlushedStream(stream), context, cancellationToken);

        // The headers name the length where it is known.
        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }

    private sealed class FlushedStream(Stream service) : WriteOnlyStream
    {
        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await service.WriteAsync(buffer, cancellationToken);
            await service.FlushAsync(cancellationToken);
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override Task FlushAsync(CancellationToken cancellationToken) => service.FlushAsync(cancellationToken);

        public override void Flush() => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
