using System.Buffers;
using System.Threading.Channels;

namespace KongLite.Gateway.Telemetry;

/// <summary>
/// A file of an access log. Requests leave their lines in a channel, and one writer puts them into the file in batches: no request waits for a disk. A
/// line that finds the channel full is dropped and counted.
/// </summary>
internal sealed class AccessLogFile : IAsyncDisposable
{
    private const int Capacity = 16_384;
    private const int BatchSize = 64 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Channel<Line> _lines = Channel.CreateBounded<Line>(
        new BoundedChannelOptions(Capacity) { SingleReader = true, AllowSynchronousContinuations = false });
    private readonly byte[] _batch = new byte[BatchSize];
    private readonly Func<Stream> _open;
    private readonly Task _writing;
    private Stream _stream;
    private int _filled;
    private int _inBatch;
    private long _dropped;
    private string? _problem;
    private volatile bool _isMoved;

    private AccessLogFile(string path, Func<Stream> open)
    {
        Path = path;
        _open = open;
        _stream = open();
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>The file, as an absolute path.</summary>
    public string Path { get; }

    /// <summary>Lines that were dropped because the writer could not follow, or because the file could not be written.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Why the file could last not be written or opened again; null: it could. Asking takes the message away.</summary>
    public string? TakeProblem() => Interlocked.Exchange(ref _problem, null);

    /// <summary>Opens a file, or a device such as <c>/dev/stdout</c>; a file's folder is made if there is none.</summary>
    /// <param name="path">An absolute path.</param>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be opened.</exception>
    public static AccessLogFile Open(string path) => new(path, OpenerOf(path));

    /// <summary>Leaves a line for the writer.</summary>
    /// <param name="buffer">A buffer from the pool, which goes back to it.</param>
    /// <param name="length">Bytes of the line.</param>
    public void Add(byte[] buffer, int length)
    {
        if (!_lines.Writer.TryWrite(new Line(buffer, length)))
        {
            Interlocked.Increment(ref _dropped);
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Opens the file of this name again, because the one that is open was moved away.</summary>
    public void Reopen()
    {
        _isMoved = true;
        // Wakes the writer; when there is no room it is awake.
        _lines.Writer.TryWrite(default);
    }

    /// <summary>Writes what has come so far and closes the file. A device that takes nothing is not waited for.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_lines.Writer.TryComplete())
        {
            return;
        }

        await _writing.WaitAsync(Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_writing.IsCompleted)
        {
            await _stream.DisposeAsync();
        }
    }

    private static Func<Stream> OpenerOf(string path) => path switch
    {
        // Also where a process was given a socket in their place, which cannot be opened by name.
        "/dev/stdout" => Console.OpenStandardOutput,
        "/dev/stderr" => Console.OpenStandardError,
        _ => () => OpenFile(path),
    };

    private static FileStream OpenFile(string path)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        return new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
    }

    private async Task WriteAsync()
    {
        while (await _lines.Reader.WaitToReadAsync())
        {
            if (_isMoved)
            {
                OpenAgain();
            }

            while (_lines.Reader.TryRead(out Line line))
            {
                Take(line);
            }

            Flush();
        }
    }

    private void Take(Line line)
    {
        if (line.Buffer is null)
        {
            return;
        }

        if (_filled + line.Length > _batch.Length)
        {
            Flush();
        }

        ReadOnlySpan<byte> bytes = line.Buffer.AsSpan(0, line.Length);
        if (bytes.Length > _batch.Length)
        {
            Put(bytes, lines: 1);
        }
        else
        {
            bytes.CopyTo(_batch.AsSpan(_filled));
            _filled += bytes.Length;
            _inBatch++;
        }

        ArrayPool<byte>.Shared.Return(line.Buffer);
    }

    private void Flush()
    {
        if (_filled > 0)
        {
            Put(_batch.AsSpan(0, _filled), _inBatch);
            (_filled, _inBatch) = (0, 0);
        }
    }

    private void Put(ReadOnlySpan<byte> bytes, int lines)
    {
        try
        {
            if (_stream.CanSeek)
            {
                // Somebody may have cut the file off, or write to it too.
                _stream.Seek(0, SeekOrigin.End);
            }

            _stream.Write(bytes);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Interlocked.Add(ref _dropped, lines);
            _problem = error.Message;
        }
    }

    private void OpenAgain()
    {
        _isMoved = false;
        try
        {
            Stream next = _open();
            _stream.Dispose();
            _stream = next;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The file that was moved away is better than none.
            _problem = error.Message;
        }
    }

    private readonly record struct Line(byte[]? Buffer, int Length);
}
