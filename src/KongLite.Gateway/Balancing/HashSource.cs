using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Exchanges;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace KongLite.Gateway.Balancing;

/// <summary>One thing in a request that can be hashed.</summary>
internal sealed class HashSource
{
    private readonly HashInput _input;
    private readonly string _name;
    private readonly string _otherName;
    private readonly string _cookiePath;

    private HashSource(HashInput input, string name, string cookiePath)
    {
        _input = input;
        _name = name;
        _cookiePath = cookiePath;
        // Kong never finds a header that is configured with a dash; here both spellings find it.
        _otherName = name.Contains('-', StringComparison.Ordinal) ? name.Replace('-', '_') : name.Replace('_', '-');
    }

    /// <summary>The source for an input; of the names the one that belongs to it counts.</summary>
    public static HashSource Create(HashInput? input, string? header, string? argument, string? capture, string? cookie, string? cookiePath)
    {
        string? name = input switch
        {
            HashInput.Header => header,
            HashInput.QueryArg => argument,
            HashInput.UriCapture => capture,
            HashInput.Cookie => cookie,
            _ => string.Empty,
        };
        return name is null ? new HashSource(HashInput.None, string.Empty, string.Empty) : new HashSource(input ?? HashInput.None, name, cookiePath ?? "/");
    }

    /// <summary>The hash of what the request has; null: it has nothing.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="cookie">The cookie that was made up for want of one; null: none was.</param>
    public uint? Read(Exchange exchange, out HashCookie? cookie)
    {
        cookie = null;
        switch (_input)
        {
            case HashInput.Ip:
                return Hash(exchange.Client.Address);
            case HashInput.Consumer:
                return Hash((exchange.Client.Consumer ?? exchange.Client.Credential)?.Id);
            case HashInput.Path:
                return Hash(exchange.Request.Path);
            case HashInput.Header:
                return Hash(Header(exchange.Http.Request.Headers));
            case HashInput.QueryArg:
                return Hash(Argument(exchange.Request.Query));
            case HashInput.UriCapture:
                return Hash(Capture(exchange.Request.Captures));
            case HashInput.Cookie:
                string? value = HashCookie.Find(exchange.Http.Request.Headers.Cookie, _name);
                if (value is null)
                {
                    cookie = new HashCookie(_name, Guid.NewGuid().ToString("D"), _cookiePath);
                }

                return Hash(value ?? cookie!.Value);
            default:
                return null;
        }
    }

    private string? Header(IHeaderDictionary headers)
    {
        if (!headers.TryGetValue(_name, out StringValues values) && !headers.TryGetValue(_otherName, out values))
        {
            return null;
        }

        return values.Count == 1 ? values[0] : values.Count == 0 ? null : string.Join(", ", values.ToArray());
    }

    // Several values count in any order.
    private string? Argument(QueryArguments query)
    {
        string? first = null;
        List<string>? several = null;
        foreach ((string name, string? given) in query.Pairs)
        {
            if (!name.Equals(_name, StringComparison.Ordinal))
            {
                continue;
            }

            string value = given ?? "true";
            if (first is null)
            {
                first = value;
            }
            else
            {
                (several ??= [first]).Add(value);
            }
        }

        several?.Sort(StringComparer.Ordinal);
        return several is null ? first : string.Join(',', several);
    }

    private string? Capture(UriCaptures captures)
    {
        if (captures.Named.TryGetValue(_name, out string? named))
        {
            return named;
        }

        return int.TryParse(_name, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1 && number <= captures.Unnamed.Count
            ? captures.Unnamed[number - 1] : null;
    }

    private static uint? Hash(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        return address.TryWriteBytes(bytes, out int length) ? ConsistentHashing.Hash(bytes[..length]) : null;
    }

    private static uint? Hash(Guid? id)
    {
        Span<byte> bytes = stackalloc byte[16];
        return id?.TryWriteBytes(bytes) == true ? ConsistentHashing.Hash(bytes) : null;
    }

    private static uint? Hash(string? text)
    {
        if (text is null)
        {
            return null;
        }

        const int OnStack = 256;
        int most = Encoding.UTF8.GetMaxByteCount(text.Length);
        byte[]? rented = most > OnStack ? ArrayPool<byte>.Shared.Rent(most) : null;
        Span<byte> bytes = rented ?? stackalloc byte[OnStack];
        uint hash = ConsistentHashing.Hash(bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return hash;
    }
}
