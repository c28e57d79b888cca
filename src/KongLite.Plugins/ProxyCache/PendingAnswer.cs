using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace KongLite.Plugins.ProxyCache;

/// <summary>An answer on its way to the client that is going to be stored.</summary>
/// <param name="key">Its key.</param>
/// <param name="requestBody">Body of the request.</param>
/// <param name="generation">The cache's generation when the request came.</param>
internal sealed class PendingAnswer(string key, string requestBody, long generation)
{
    private const double Century = 100 * 365.0 * 86400;

    private KeyValuePair<string, StringValues>[] _headers = [];
    private int _status;
    private double _ttl;
    private long? _length;
    private ArrayBufferWriter<byte>? _body;

    /// <summary>Its key.</summary>
    public string Key => key;

    /// <summary>The cache's generation when the request came: what was purged since then does not come back.</summary>
    public long Generation => generation;

    /// <summary>Its status.</summary>
    public int Status => _status;

    /// <summary>Whether its body is being collected.</summary>
    public bool IsCollecting => _body is not null;

    /// <summary>Whether the body is as long as it said it would be: what follows is nothing but its end, which the client need not wait for.</summary>
    public bool IsWhole => _body is not null && _body.WrittenCount == _length;

    /// <summary>Takes over status and headers as they are now, and waits for the body.</summary>
    /// <param name="status">Its status.</param>
    /// <param name="response">Its headers.</param>
    /// <param name="ttl">How long it is fresh, in seconds.</param>
    /// <param name="most">The largest body worth collecting, in bytes.</param>
    public void Begin(int status, IHeaderDictionary response, double ttl, long most)
    {
        if (response.ContentLength > most)
        {
            return;
        }

        _status = status;
        _headers = [.. response];
        _ttl = ttl;
        _length = response.ContentLength;
        // It grows with what comes: an announced length is only a promise.
        _body = new ArrayBufferWriter<byte>();
    }

    /// <summary>Takes a piece of the body; gives up when there is too much of it.</summary>
    public void Collect(ReadOnlySpan<byte> piece, long most)
    {
        if (_body!.WrittenCount + piece.Length > most)
        {
            _body = null;
            return;
        }

        _body.Write(piece);
    }

    /// <summary>The answer, with its whole body.</summary>
    /// <param name="now">The moment.</param>
    /// <param name="storageTtl">How long it is kept, in seconds; 0: for ever. Null: as long as it is fresh.</param>
    public CachedAnswer Complete(DateTimeOffset now, int? storageTtl)
    {
        double kept = storageTtl ?? _ttl;
        DateTimeOffset end = kept == 0 || kept > Century ? DateTimeOffset.MaxValue : now.AddSeconds(kept);
        return new CachedAnswer(_status, _headers, _body!.WrittenSpan.ToArray(), requestBody, now.ToUnixTimeSeconds(), _ttl, end);
    }
}
