using System.Text.Json.Nodes;
using KongLite.Admin.Decoding;
using KongLite.Admin.Routing;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KongLite.Admin;

/// <summary>
/// The road of every request through an API: size, content type, path, method, arguments, endpoint, answer. Also the edge at which what should not
/// have happened becomes a 500.
/// </summary>
/// <param name="endpoints">The API's paths.</param>
/// <param name="writer">Writes answers.</param>
/// <param name="options">Settings.</param>
/// <param name="logger">Where failures go.</param>
internal sealed partial class AdminPipeline(EndpointTable endpoints, AnswerWriter writer, AdminOptions options, ILogger<AdminPipeline> logger)
{
    private const string RobotsPath = "/robots.txt";
    private const string Robots = "User-agent: *\nDisallow: /";

    /// <summary>The road through an API with these paths.</summary>
    public static AdminPipeline Create(IServiceProvider services, EndpointTable endpoints, bool allowsCredentials)
    {
        AnswerWriter writer = WriterOf(services, allowsCredentials);
        return new AdminPipeline(endpoints, writer, services.GetRequiredService<AdminOptions>(), services.GetRequiredService<ILogger<AdminPipeline>>());
    }

    /// <summary>What writes an API's answers and headers.</summary>
    public static AnswerWriter WriterOf(IServiceProvider services, bool allowsCredentials) => new(
        services.GetRequiredService<AdminOptions>(), services.GetRequiredService<NodeInfo>(), services.GetRequiredService<TimeProvider>(), allowsCredentials);

    /// <summary>Answers a request.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        long started = writer.Now();
        Answer answer;
        string target = Target(context);
        try
        {
            if (target.StartsWith(RobotsPath, StringComparison.Ordinal))
            {
                await WriteRobotsAsync(context);
                return;
            }

            answer = await AnswerAsync(context, target);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (BadHttpRequestException error)
        {
            answer = error.StatusCode == StatusCodes.Status413PayloadTooLarge ? Answer.TooLarge : Answer.BadRequest;
        }
        catch (StoreException error)
        {
            NoStore(context.Request.Method, target.Split('?', 2)[0], error.Message);
            answer = Answer.Unexpected;
        }
        catch (Exception error)
        {
            // Without the query, which may hold a whole configuration.
            Failed(context.Request.Method, target.Split('?', 2)[0], error);
            answer = Answer.Unexpected;
        }

        await writer.WriteAsync(context, answer, started);
    }

    private async ValueTask<Answer> AnswerAsync(HttpContext context, string target)
    {
        HttpRequest request = context.Request;
        int question = target.IndexOf('?', StringComparison.Ordinal);
        string path = question < 0 ? target : target[..question];
        if (HttpMethods.IsTrace(request.Method))
        {
            return Answer.NotAllowed;
        }

        if (path is not ['/', ..] || !UrlEncoded.IsWellFormed(path))
        {
            return Answer.BadRequest;
        }

        if (BodyReader.Exceeds(request, options.MaxBodySize))
        {
            return Answer.TooLarge;
        }

        bool takesBody = request.Method is "POST" or "PUT" or "PATCH";
        ContentKind? kind = takesBody ? ContentKinds.Of(request, WithoutTrailingSlash(path)) : ContentKind.None;
        if (kind is null)
        {
            return Answer.UnsupportedMediaType;
        }

        if (endpoints.Find(path, out IReadOnlyList<PathSegment> keys) is not { } endpoint)
        {
            return Answer.NotFound;
        }

        AdminHandler? handler = endpoint.Find(request.Method);
        if (HttpMethods.IsOptions(request.Method))
        {
            Answer? refusal = handler is null ? null : await handler(new AdminRequest(context, keys, [], [], IsForm: false));
            return refusal is null or { Status: StatusCodes.Status204NoContent } ? AnswerWriter.Preflight(context, endpoint) : refusal;
        }

        if (handler is null)
        {
            return Answer.MethodNotAllowed;
        }

        JsonObject? query = FormBody.Parse(question < 0 ? string.Empty : target[(question + 1)..], takesMapKeys: takesBody);
        ReadOnlyMemory<byte>? raw = kind == ContentKind.None
            ? ReadOnlyMemory<byte>.Empty
            : await BodyReader.ReadAsync(request, options.MaxBodySize, context.RequestAborted);
        if (raw is null)
        {
            return Answer.TooLarge;
        }

        (JsonObject? body, Answer? unreadable) = await ParseAsync(request, WithoutTrailingSlash(path), kind.Value, raw.Value);
        if (unreadable is not null)
        {
            return unreadable;
        }

        return query is null || body is null
            ? Answer.TooManyArguments
            : await handler(new AdminRequest(context, keys, query, body, kind is ContentKind.Form or ContentKind.Multipart)
            {
                IsJson = kind is ContentKind.Json,
                RawBody = raw.Value,
            });
    }

    private static async ValueTask<(JsonObject? Body, Answer? Refusal)> ParseAsync(
        HttpRequest request, string path, ContentKind kind, ReadOnlyMemory<byte> body)
    {
        switch (kind)
        {
            case ContentKind.Json:
                int most = path == ContentKinds.ConfigPath ? JsonBody.MaxConfigValues : JsonBody.MaxValues;
                bool isRead = JsonBody.TryParse(body.Span, out JsonObject? json, most);
                return (json, isRead && json is null ? Answer.BadJson : null);
            case ContentKind.Form:
                return (FormBody.Parse(body.Span, takesMapKeys: true), null);
            case ContentKind.Multipart:
                try
                {
                    return (await MultipartBody.ParseAsync(body, request.Headers.ContentType.ToString(), request.HttpContext.RequestAborted), null);
                }
                catch (InvalidDataException)
                {
                    return (null, Answer.Message(StatusCodes.Status400BadRequest, "Cannot parse multipart body"));
                }

            default:
                return ([], null);
        }
    }

    // One is tolerated, as in the table of paths.
    private static string WithoutTrailingSlash(string path) => path is [_, .., '/'] ? path[..^1] : path;

    private static async Task WriteRobotsAsync(HttpContext context)
    {
        context.Response.ContentType = "text/plain; charset=UTF-8";
        context.Response.ContentLength = Robots.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.WriteAsync(Robots, context.RequestAborted);
        }
    }

    // Routing needs the path as it came. HTTP/1.1 also allows an absolute form, which proxies send.
    private static string Target(HttpContext context)
    {
        string target = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "/";
        int scheme = target is ['/', ..] ? -1 : target.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
        {
            return target;
        }

        int path = target.AsSpan(scheme + 3).IndexOfAny('/', '?');
        return path < 0 ? "/" : target[scheme + 3 + path] == '/' ? target[(scheme + 3 + path)..] : "/" + target[(scheme + 3 + path)..];
    }

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed: {Reason}")]
    private partial void NoStore(string method, string path, string reason);

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed")]
    private partial void Failed(string method, string path, Exception error);
}
