using System.Buffers;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace KongLite.Gateway.Pipeline;

/// <summary>Turns away what nginx turns away before Kong sees it. What Kestrel turns away by itself never gets here.</summary>
internal sealed class RequestGuard(GatewayOptions options)
{
    private const int HeaderBuffer = 8 * 1024;
    private const int HeaderBuffers = 4;
    private static readonly SearchValues<char> OfAuthority =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:[]");

    /// <summary>The status that a request deserves; 0: it may pass.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="path">What is wrong with its path; one that is not UTF-8 passes, but no route can match it.</param>
    public int Check(Exchange exchange, out RequestPathError path)
    {
        path = exchange.Request.ReadPath();
        HttpRequest request = exchange.Http.Request;
        if (!IsMethod(request.Method) || HttpMethods.IsConnect(request.Method))
        {
            return StatusCodes.Status400BadRequest;
        }

        if (HttpMethods.IsTrace(request.Method))
        {
            return StatusCodes.Status405MethodNotAllowed;
        }

        // Kestrel puts the length aside under this name when a request has both it and chunks: the mark of smuggling.
        if (path is not (RequestPathError.None or RequestPathError.NotUtf8) || HasControls(exchange.Request.QueryWithMark)
            || (request.Headers.ContainsKey("X-Content-Length") && request.Headers.TransferEncoding.Count > 0)
            || (request.Headers.Host.Count > 0 && string.IsNullOrEmpty(request.Headers.Host[0]))
            || request.Headers.Authorization.Count > 1
            || (HttpProtocol.IsHttp2(request.Protocol) && BreaksHttp2(request.Headers))
            || !HasPlainAuthority(exchange.Http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget))
        {
            return StatusCodes.Status400BadRequest;
        }

        if (request.Headers.TransferEncoding.Count > 0 && !HttpProtocol.IsHttp2(request.Protocol))
        {
            // What an old client and a service of today would read differently, and codings that only one side may know.
            if (HttpProtocol.IsHttp10(request.Protocol))
            {
                return StatusCodes.Status400BadRequest;
            }

            if (!IsChunked(request.Headers.TransferEncoding))
            {
                return StatusCodes.Status501NotImplemented;
            }
        }

        return HeadersFit(request.Headers) ? BodyStatus(exchange.Http) : GatewayErrors.HeaderTooLarge;
    }

    /// <summary>The answer of a status that is found out before Kong sees the request: nginx has a page of its own for some.</summary>
    public static LocalAnswer Refusal(int status) => new(
        GatewayErrors.BuiltInPage(status) is null ? LocalAnswerKind.LowLevelError : LocalAnswerKind.Bare, status);

    /// <summary>Whether <c>Transfer-Encoding</c> says just that; nginx knows no other.</summary>
    public static bool IsChunked(StringValues codings) =>
        codings.Count == 1 && string.Equals(codings[0], "chunked", StringComparison.OrdinalIgnoreCase);

    // Kestrel refuses Connection, and lets the others pass.
    private static bool BreaksHttp2(IHeaderDictionary headers) =>
        headers.Host.Count == 0 || headers.TransferEncoding.Count > 0 || headers.Upgrade.Count > 0 || headers.KeepAlive.Count > 0
        || headers.ContainsKey("Proxy-Connection");

    // Others read user names, backslashes and fragments before the first slash in different ways, and find different hosts.
    private static bool HasPlainAuthority(string target)
    {
        int start = target.StartsWith('/') ? -1 : target.IndexOf("://", StringComparison.Ordinal);
        if (start < 0)
        {
            return true;
        }

        ReadOnlySpan<char> rest = target.AsSpan(start + "://".Length);
        int end = rest.IndexOfAny('/', '?');
        ReadOnlySpan<char> authority = end < 0 ? rest : rest[..end];
        return authority.Length > 0 && !authority.ContainsAnyExcept(OfAuthority);
    }

    private int BodyStatus(HttpContext http)
    {
        if (http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
        {
            return 0;
        }

        if (options.MaxBodySize > 0 && http.Request.ContentLength > options.MaxBodySize)
        {
            return StatusCodes.Status413PayloadTooLarge;
        }

        // Chunks are counted as they are read; Kestrel's own limit is not the node's.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }

        ClientBody.Watch(http, options);
        return 0;
    }

    private static bool IsMethod(string method)
    {
        foreach (char each in method)
        {
            if (each is not ((>= 'A' and <= 'Z') or '_' or '-'))
            {
                return false;
            }
        }

        return true;
    }

    private static bool HasControls(ReadOnlySpan<char> query) => query.ContainsAnyInRange('\0', ' ') || query.Contains('\x7f');

    // large_client_header_buffers 4 8k: each line in one buffer, all lines in four.
    private static bool HeadersFit(IHeaderDictionary headers)
    {
        int buffers = 1;
        int used = 0;
        foreach (KeyValuePair<string, StringValues> header in headers)
        {
            foreach (string? value in header.Value)
            {
                int line = header.Key.Length + (value?.Length ?? 0) + 4;
                if (line > HeaderBuffer)
                {
                    return false;
                }

                used += line;
                if (used > HeaderBuffer)
                {
                    buffers++;
                    used = line;
                }
            }
        }

        return buffers <= HeaderBuffers;
    }
}
