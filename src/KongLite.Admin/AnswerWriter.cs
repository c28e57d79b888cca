using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using KongLite.Admin.Routing;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Schema;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace KongLite.Admin;

/// <summary>Writes answers with Kong's headers, those of cross-origin use included.</summary>
/// <param name="options">Settings.</param>
/// <param name="node">The node, which says what headers it adds.</param>
/// <param name="clock">Measures how long answers take.</param>
/// <param name="allowsCredentials">Whether browsers may send credentials; they may not to the Status API.</param>
internal sealed class AnswerWriter(AdminOptions options, NodeInfo node, TimeProvider clock, bool allowsCredentials)
{
    private const string Json = "application/json; charset=utf-8";
    private const string Html = "text/html; charset=UTF-8";
    private const string Plain = "text/plain; charset=UTF-8";

    // Deeper than any input, which ends at 1000, with the answer around it.
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 2000 };

    /// <summary>The moment from which an answer's latency counts.</summary>
    public long Now() => clock.GetTimestamp();

    /// <summary>Answers OPTIONS: the methods that the path has.</summary>
    public static Answer Preflight(HttpContext context, AdminEndpoint endpoint)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.Allow = endpoint.Allow;
        headers.AccessControlAllowMethods = endpoint.Allow;
        headers.AccessControlAllowHeaders = Echo(context.Request.Headers.AccessControlRequestHeaders) ?? "Content-Type";
        return Answer.NoContent;
    }

    /// <summary>Writes an answer.</summary>
    /// <param name="context">The request.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="started">When the request came, as <see cref="Now"/> told.</param>
    public async Task WriteAsync(HttpContext context, Answer answer, long started)
    {
        HttpResponse response = context.Response;
        response.StatusCode = answer.Status;
        ReadOnlyMemory<byte> body = Render(answer, out string? contentType);
        if (contentType is not null)
        {
            response.ContentType = contentType;
            response.ContentLength = body.Length;
        }

        if (!answer.IsOfServer)
        {
            AddOrigin(context);
        }

        if (answer.Closes)
        {
            response.Headers.Connection = "close";
        }

        AddNodeHeaders(response.Headers, started);
        if (!body.IsEmpty && !HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(body, context.RequestAborted);
        }
    }

    /// <summary>Adds the node's headers, and those of cross-origin use, to an answer that something else writes.</summary>
    /// <param name="context">The request.</param>
    /// <param name="started">When the request came, as <see cref="Now"/> told.</param>
    public void AddHeaders(HttpContext context, long started) => context.Response.OnStarting(() =>
    {
        AddOrigin(context);
        AddNodeHeaders(context.Response.Headers, started);
        return Task.CompletedTask;
    });

    private static ReadOnlyMemory<byte> Render(Answer answer, out string? contentType)
    {
        contentType = answer.Page is not null ? Html : answer.Text is not null ? Plain : answer.Body is not null ? Json : null;
        if ((answer.Page ?? answer.Text) is { } text)
        {
            return Encoding.UTF8.GetBytes(text);
        }

        if (answer.Body is not { } node)
        {
            return default;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, WriterOptions);
        node.WriteTo(writer, SchemaJson.Options);
        writer.Flush();
        return buffer.WrittenMemory;
    }

    private void AddOrigin(HttpContext context)
    {
        string? origin = Echo(context.Request.Headers.Origin);
        IHeaderDictionary headers = context.Response.Headers;
        headers.AccessControlAllowOrigin = options.GuiOrigins.Count == 0
            ? origin ?? "*"
            : origin is not null && options.GuiOrigins.Contains(origin) ? origin : options.GuiOrigins[0];
        if (allowsCredentials)
        {
            headers.AccessControlAllowCredentials = "true";
        }
    }

    // Requests may hold bytes that answers may not.
    private static string? Echo(StringValues header) =>
        header is [{ Length: > 0 } value, ..] && value.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0 ? value : null;

    private void AddNodeHeaders(IHeaderDictionary headers, long started)
    {
        if (node.Headers.HasFlag(ResponseHeaders.AdminLatency))
        {
            headers["X-Kong-Admin-Latency"] = ((long)clock.GetElapsedTime(started).TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        }

        if (node.Headers.HasFlag(ResponseHeaders.Server))
        {
            headers.Server = NodeInfo.ServerToken;
        }
    }
}
