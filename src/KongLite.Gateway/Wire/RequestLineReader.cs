using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Tasks.Sources;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace KongLite.Gateway.Wire;

/// <summary>
/// Hands a client's bytes to Kestrel, and request lines in the form that it understands (see <see cref="RequestLine"/>). Where a message ends it does
/// not find out by itself: Kestrel reads the head, and what the request then says of its body counts. It touches a line only where the next
/// byte is known to be the first of a head; after a body whose length is not told in advance it passes everything as it is.
/// </summary>
internal sealed class RequestLineReader : PipeReader, IValueTaskSource<ReadResult>
{
    // What nginx takes as a request line at most; the rest of a longer one is not written down.
    private const int LongestLine = 8192;

    private readonly PipeReader _client;
    private readonly Action _resume;
    private Place _place = Place.Head;
    private long _bodyLeft;
    private long _lineEnd;

    // What has been read since a line was rewritten; null: the client's own bytes are handed on.
    private byte[]? _copy;
    private ReadOnlySequence<byte> _given;
    private bool _isExamined;
    private bool _isCompleted;

    // A read that waits for the client, and who waits for it: one at a time, so that none needs an object.
    private ValueTask<ReadResult> _reading;
    private Action<object?>? _continuation;
    private object? _continuationState;

    /// <summary>A reader of a client's bytes.</summary>
    public RequestLineReader(PipeReader client)
    {
        _client = client;
        _resume = Resume;
    }

    private enum Place
    {
        /// <summary>The next byte is the first of a head, or of empty lines before it.</summary>
        Head,

        /// <summary>Behind a request line; what follows is known when the request begins.</summary>
        Headers,

        /// <summary>In a body whose length is known.</summary>
        Body,

        /// <summary>It is not known where the next head begins.</summary>
        Unknown,
    }

    /// <summary>The request line that Kestrel may be about to refuse, as it came and as far as it came; null: it is not known.</summary>
    public string? Line { get; private set; }

    /// <summary>A request has begun: Kestrel has consumed its head and nothing more.</summary>
    public void Begin(HttpContext context)
    {
        Line = null;
        if (_place == Place.Unknown)
        {
            return;
        }

        IFeatureCollection features = context.Features;
        if (features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true })
        {
            _place = Place.Unknown;
        }
        else if (features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
        {
            _place = Place.Head;
        }
        else
        {
            bool isCounted = context.Request.Headers.TransferEncoding.Count == 0 && context.Request.ContentLength is > 0;
            _place = isCounted ? Place.Body : Place.Unknown;
            _bodyLeft = context.Request.ContentLength ?? 0;
        }
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (_copy is not null)
        {
            return ReadCopyAsync(cancellationToken);
        }

        ValueTask<ReadResult> reading = _client.ReadAsync(cancellationToken);
        if (_place is Place.Headers or Place.Unknown)
        {
            return reading;
        }

        if (reading.IsCompletedSuccessfully)
        {
            return ValueTask.FromResult(Inspect(reading.Result));
        }

        _reading = reading;
        return new ValueTask<ReadResult>(this, token: 0);
    }

    public override bool TryRead(out ReadResult result)
    {
        if (_copy is not null)
        {
            result = Inspect(Rest(isCanceled: false));
            return !_isExamined || _isCompleted;
        }

        if (!_client.TryRead(out result))
        {
            return false;
        }

        result = Inspect(result);
        return true;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        switch (_place)
        {
            case Place.Body:
                _bodyLeft -= _given.Slice(0, consumed).Length;
                _place = _bodyLeft switch { > 0 => Place.Body, 0 => Place.Head, _ => Place.Unknown };
                break;
            case Place.Head when !_given.IsEmpty:
                Line = TextOf(_given);
                break;
            // Usually Kestrel consumes a head in one go. It stops behind a line that it refuses.
            case Place.Headers when _lineEnd > 0 && _given.Slice(0, consumed).Length <= _lineEnd + 1:
                Line = TextOf(_given.Slice(0, _lineEnd));
                break;
        }

        _lineEnd = 0;
        if (_copy is null)
        {
            _given = default;
            _client.AdvanceTo(consumed, examined);
            return;
        }

        _isExamined = _given.Slice(examined).IsEmpty;
        _given = _given.Slice(consumed);
        if (_given.IsEmpty && !_isCompleted)
        {
            _copy = null;
            _given = default;
        }
    }

    public override void CancelPendingRead() => _client.CancelPendingRead();

    public override void Complete(Exception? exception = null) => _client.Complete(exception);

    ReadResult IValueTaskSource<ReadResult>.GetResult(short token)
    {
        ValueTask<ReadResult> reading = _reading;
        _reading = default;
        return Inspect(reading.GetAwaiter().GetResult());
    }

    ValueTaskSourceStatus IValueTaskSource<ReadResult>.GetStatus(short token) =>
        !_reading.IsCompleted ? ValueTaskSourceStatus.Pending
        : _reading.IsCompletedSuccessfully ? ValueTaskSourceStatus.Succeeded
        : _reading.IsCanceled ? ValueTaskSourceStatus.Canceled
        : ValueTaskSourceStatus.Faulted;

    void IValueTaskSource<ReadResult>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        _continuation = continuation;
        _continuationState = state;
        ConfiguredValueTaskAwaitable<ReadResult>.ConfiguredValueTaskAwaiter awaiter =
            _reading.ConfigureAwait((flags & ValueTaskSourceOnCompletedFlags.UseSchedulingContext) != 0).GetAwaiter();
        if ((flags & ValueTaskSourceOnCompletedFlags.FlowExecutionContext) != 0)
        {
            awaiter.OnCompleted(_resume);
        }
        else
        {
            awaiter.UnsafeOnCompleted(_resume);
        }
    }

    private void Resume()
    {
        Action<object?> continuation = _continuation!;
        object? state = _continuationState;
        _continuation = null;
        _continuationState = null;
        continuation(state);
    }

    private async ValueTask<ReadResult> ReadCopyAsync(CancellationToken cancellationToken) =>
        Inspect(!_isExamined || _isCompleted ? Rest(isCanceled: false) : Append(await _client.ReadAsync(cancellationToken)));

    private ReadResult Rest(bool isCanceled) => new(_given, isCanceled, _isCompleted);

    private ReadResult Append(in ReadResult result)
    {
        byte[] copy = new byte[_given.Length + result.Buffer.Length];
        _given.CopyTo(copy);
        result.Buffer.CopyTo(copy.AsSpan((int)_given.Length));
        _client.AdvanceTo(result.Buffer.End);
        Keep(copy, result.IsCompleted);
        return Rest(result.IsCanceled);
    }

    private ReadResult Inspect(in ReadResult result)
    {
        _given = result.Buffer;
        if (_place != Place.Head || FindLine(result.Buffer) is not { } line)
        {
            return result;
        }

        _place = Place.Headers;
        _lineEnd = result.Buffer.Slice(0, line.End).Length;
        Line = null;
        ReadOnlySpan<byte> bytes = line.IsSingleSegment ? line.FirstSpan : line.ToArray();
        if (!RequestLine.NeedsRewriting(bytes))
        {
            return result;
        }

        Line = TextOf(line);
        _lineEnd = 0;
        byte[] rewritten = RequestLine.Rewrite(bytes);
        ReadOnlySequence<byte> behind = result.Buffer.Slice(line.End);
        byte[] copy = new byte[rewritten.Length + behind.Length];
        rewritten.CopyTo(copy, 0);
        behind.CopyTo(copy.AsSpan(rewritten.Length));
        if (_copy is null)
        {
            _client.AdvanceTo(result.Buffer.End);
        }

        Keep(copy, result.IsCompleted);
        return Rest(result.IsCanceled);
    }

    private void Keep(byte[] copy, bool isCompleted)
    {
        _copy = copy;
        _given = new ReadOnlySequence<byte>(copy);
        _isExamined = false;
        _isCompleted = isCompleted;
    }

    private static string TextOf(in ReadOnlySequence<byte> bytes)
    {
        var reader = new SequenceReader<byte>(bytes);
        reader.AdvancePastAny((byte)'\r', (byte)'\n');
        ReadOnlySequence<byte> line = reader.UnreadSequence;
        return Encoding.Latin1.GetString(line.Slice(0, Math.Min(line.Length, LongestLine))).TrimEnd('\r');
    }

    // Without its line feed. Kestrel passes over empty lines in front of it.
    private static ReadOnlySequence<byte>? FindLine(in ReadOnlySequence<byte> buffer)
    {
        ReadOnlySpan<byte> first = buffer.FirstSpan;
        if (first.Length > 0 && first[0] > (byte)'\r' && first.IndexOf((byte)'\n') is var end && end >= 0)
        {
            return buffer.Slice(0, end);
        }

        var reader = new SequenceReader<byte>(buffer);
        reader.AdvancePastAny((byte)'\r', (byte)'\n');
        return reader.TryReadTo(out ReadOnlySequence<byte> line, (byte)'\n') ? line : null;
    }
}
