using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace KongLite.Tests.Gateway;

/// <summary>What arrived at the service.</summary>
internal sealed record Arrival(string Method, string Target, IReadOnlyDictionary<string, string[]> Headers, string Body)
{
    /// <summary>All lines of a header, joined with a bar; "-" when there is none.</summary>
    public string Line(string name) => Headers.TryGetValue(name, out string[]? values) ? string.Join('|', values) : "-";
}

/// <summary>A service on a real Kestrel that remembers what it was asked.</summary>
internal sealed class EchoUpstream : IAsyncDisposable
{
    private readonly WebApplication _app;
    private volatile Arrival? _last;
    private int _count;

    private EchoUpstream(WebApplication app) => _app = app;

    public string Url => _app.Urls.First();

    public int Port => new Uri(Url).Port;

    public Arrival Last => _last ?? throw new InvalidOperationException("Nothing has arrived.");

    public int Count => Volatile.Read(ref _count);

    /// <summary>What the service answers with.</summary>
    public RequestDelegate Answer { get; set; } = context => context.Response.WriteAsync("hello");

    public static async Task<EchoUpstream> StartAsync(HttpProtocols protocols = HttpProtocols.Http1, Action<ListenOptions>? tls = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.RequestHeaderEncodingSelector = static _ => System.Text.Encoding.Latin1;
            server.ResponseHeaderEncodingSelector = static _ => System.Text.Encoding.Latin1;
            server.Limits.MaxRequestHeadersTotalSize = 256 * 1024;
            server.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = protocols;
                tls?.Invoke(listen);
            });
        });
        WebApplication app = builder.Build();
        var upstream = new EchoUpstream(app);
        app.UseWebSockets();
        app.Run(upstream.ServeAsync);
        await app.StartAsync();
        return upstream;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ServeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        string body = context.WebSockets.IsWebSocketRequest ? string.Empty : await reader.ReadToEndAsync();
        _last = new Arrival(
            context.Request.Method,
            context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
            context.Request.Headers.ToDictionary(each => each.Key, each => each.Value.ToArray()!, StringComparer.OrdinalIgnoreCase)!,
            body);
        Interlocked.Increment(ref _count);
        await Answer(context);
    }
}
