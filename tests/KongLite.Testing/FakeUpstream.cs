using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace KongLite.Testing;

/// <summary>A service behind the gateway: a real Kestrel that remembers what it was asked and answers with it, as JSON, unless told otherwise.</summary>
public sealed class FakeUpstream : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ReceivedRequest> _received = new();
    private RequestDelegate _answer;

    private FakeUpstream(WebApplication app, RequestDelegate? answer)
    {
        _app = app;
        _answer = answer ?? EchoAsync;
    }

    /// <summary>The address.</summary>
    public Uri Uri => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>The latest request.</summary>
    /// <exception cref="InvalidOperationException">There was none.</exception>
    public ReceivedRequest LastRequest => _received.LastOrDefault() ?? throw new InvalidOperationException("no request has arrived");

    /// <summary>All requests so far.</summary>
    public IReadOnlyCollection<ReceivedRequest> Requests => _received;

    /// <summary>Starts on a free port.</summary>
    /// <param name="answer">What to answer; null: the request as JSON.</param>
    public static async Task<FakeUpstream> StartAsync(RequestDelegate? answer = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        WebApplication app = builder.Build();
        var upstream = new FakeUpstream(app, answer);
        app.Run(upstream.ServeAsync);
        await app.StartAsync();
        return upstream;
    }

    /// <summary>Answers differently from now on.</summary>
    public void Answer(RequestDelegate answer) => Volatile.Write(ref _answer, answer);

    /// <summary>Stops.</summary>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ServeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        body.Position = 0;
        _received.Enqueue(new ReceivedRequest(
            context.Request.Method,
            context.Features.Get<IHttpRequestFeature>()!.RawTarget,
            context.Request.Protocol,
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value, StringComparer.OrdinalIgnoreCase),
            body.ToArray()));
        context.Request.Body = body;
        await Volatile.Read(ref _answer)(context);
    }

    private Task EchoAsync(HttpContext context)
    {
        ReceivedRequest request = LastRequest;
        return context.Response.WriteAsJsonAsync(
            new
            {
                method = request.Method,
                target = request.PathAndQuery,
                headers = request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToArray()),
                body = request.Text,
            },
            JsonSerializerOptions.Web,
            context.RequestAborted);
    }
}
