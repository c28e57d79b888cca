using KongLite.Plugins.Shared.Delivery;

namespace KongLite.Plugins.FileLog;

/// <summary>A file that entries are appended to, a line each. It stays open; what becomes of its name in the meantime does not matter.</summary>
/// <param name="path">The path; relative ones begin at the working directory.</param>
internal sealed class LogFile(string path) : IDelivery, IDisposable
{
    private Stream? _stream;
    private volatile bool _isStale;

    /// <inheritdoc/>
    public string Target => path;

    /// <summary>Has the next entries go to whatever file has the name by then, as after a rotation.</summary>
    public void Reopen() => _isStale = true;

    /// <inheritdoc/>
    public async ValueTask<string?> SendAsync(IReadOnlyList<byte[]> batch, CancellationToken cancellationToken)
    {
        if (_isStale)
        {
            _isStale = false;
            Dispose();
        }

        byte[] lines = new byte[batch.Sum(entry => entry.Length + 1)];
        int at = 0;
        foreach (byte[] entry in batch)
        {
            entry.CopyTo(lines, at);
            at += entry.Length;
            lines[at++] = (byte)'\n';
        }

        try
        {
            _stream ??= Open();
            if (_stream.CanSeek)
            {
                _stream.Seek(0, SeekOrigin.End);
            }

            await _stream.WriteAsync(lines, cancellationToken);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            Dispose();
            return error.Message;
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        _stream?.Dispose();
        _stream = null;
    }

    // The node's own messages go to the same place: with a position of its own a second opening would write over them.
    private Stream Open() => path switch
    {
        "/dev/stdout" => Console.OpenStandardOutput(),
        "/dev/stderr" => Console.OpenStandardError(),
        // No lock and no buffer: others may write, truncate and move the file.
        _ => new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0),
    };
}
