using System.Text;
using System.Text.Json.Nodes;
using KongLite.Plugins.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace KongLite.Plugins.ProxyCache;

/// <summary>A stored answer.</summary>
internal sealed class CachedAnswer : BoundedRow
{
    // What an answer costs beside its texts, about.
    private const int Overhead = 512;

    private static readonly HashSet<string> NotReplayed = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "TE", "Trailers", "Transfer-Encoding", "Upgrade", "Content-Length",
        "Age", ProxyCachePlugin.StatusHeader, ProxyCachePlugin.KeyHeader,
    };

    private readonly KeyValuePair<string, StringValues>[] _headers;
    private readonly KeyValuePair<string, StringValues>[] _replayed;
    private readonly string _requestBody;
    private readonly DateTimeOffset _end;

    /// <summary>Stores an answer.</summary>
    /// <param name="status">Its status.</param>
    /// <param name="headers">Its headers.</param>
    /// <param name="body">Its body.</param>
    /// <param name="requestBody">Body of the request, to show.</param>
    /// <param name="timestamp">When it was stored, in seconds since 1970.</param>
    /// <param name="ttl">How long it is fresh, in seconds.</param>
    /// <param name="end">When it is forgotten.</param>
    public CachedAnswer(
        int status, KeyValuePair<string, StringValues>[] headers, byte[] body, string requestBody, long timestamp, double ttl, DateTimeOffset end)
    {
        Status = status;
        Body = body;
        Timestamp = timestamp;
        Ttl = ttl;
        _headers = headers;
        _replayed = [.. headers.Where(header => IsReplayed(header.Key))];
        _requestBody = requestBody;
        _end = end;
        Weight = Overhead + body.Length + (2L * requestBody.Length) + headers.Sum(header => 2L * (header.Key.Length + header.Value.Sum(line => line?.Length ?? 0)));
    }

    /// <summary>Its status.</summary>
    public int Status { get; }

    /// <summary>Its body.</summary>
    public byte[] Body { get; }

    /// <summary>When it was stored, in seconds since 1970.</summary>
    public long Timestamp { get; }

    /// <summary>How long it is fresh, in seconds.</summary>
    public double Ttl { get; }

    /// <inheritdoc/>
    /// <remarks>Bytes, about.</remarks>
    public override long Weight { get; }

    /// <summary>Puts its headers into another answer, in the place of those that are there.</summary>
    public void Replay(IHeaderDictionary headers)
    {
        foreach ((string name, StringValues values) in _replayed)
        {
            headers[name] = values;
        }
    }

    /// <inheritdoc/>
    public override bool TryEnd(DateTimeOffset now, bool force) => force || now >= _end;

    /// <summary>As the Admin API shows it.</summary>
    public JsonObject ToJson()
    {
        var headers = new JsonObject();
        foreach ((string name, StringValues values) in _headers)
        {
            headers[Shown(name)] = values is [var single] ? single : new JsonArray([.. values.Select(line => JsonValue.Create(line))]);
        }

        return new JsonObject
        {
            ["status"] = Status,
            ["headers"] = headers,
            ["body"] = Encoding.UTF8.GetString(Body),
            ["body_len"] = Body.Length,
            ["timestamp"] = Timestamp,
            ["ttl"] = Ttl,
            ["version"] = 1,
            ["req_body"] = _requestBody,
        };
    }

    // What remains of a limit is each request's own.
    private static bool IsReplayed(string name) =>
        !NotReplayed.Contains(name) && !name.Contains("ratelimit-remaining", StringComparison.OrdinalIgnoreCase);

    private static string Shown(string name) =>
        name is "Content-Type" or "Content-Length" or "Connection" ? name.ToLowerInvariant() : name;
}
