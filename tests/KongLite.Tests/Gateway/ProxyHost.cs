using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using System.Text.Json.Nodes;
using KongLite.Gateway;
using KongLite.Gateway.Pipeline;
using KongLite.Gateway.Snapshot;
using KongLite.Gateway.Tls;
using KongLite.Gateway.Wire;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;
using KongLite.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KongLite.Tests.Gateway;

/// <summary>The data plane alone, on a real Kestrel, over a memory store.</summary>
internal sealed class ProxyHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly SchemaProcessor _processor;

    private ProxyHost(WebApplication app)
    {
        _app = app;
        _processor = app.Services.GetRequiredService<SchemaProcessor>();
        Address = new Uri(app.Urls.First(url => url.StartsWith("http:", StringComparison.Ordinal)));
        Client = new HttpClient(Handler()) { BaseAddress = Address };
    }

    public Uri Address { get; }

    /// <summary>The address with TLS, when there is a certificate.</summary>
    public Uri TlsAddress => new(_app.Urls.First(url => url.StartsWith("https:", StringComparison.Ordinal)));

    public HttpClient Client { get; }

    public Route? LastRoute { get; private set; }

    public IServiceProvider Services => _app.Services;

    public GatewayState State => Services.GetRequiredService<GatewayState>();

    public static async Task<ProxyHost> StartAsync(
        GatewayOptions? options = null,
        NodeInfo? node = null,
        HttpProtocols protocols = HttpProtocols.Http1,
        TimeProvider? clock = null,
        Action<IServiceCollection>? services = null,
        ServerCertificate? certificate = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(clock ?? TimeProvider.System);
        builder.Services.AddSingleton(node ?? new NodeInfo());
        builder.Services.AddSingleton(new SchemaCatalog(
            [
                EntitySchema.Of<Service>(),
                EntitySchema.Of<Route>(),
                EntitySchema.Of<Consumer>(),
                EntitySchema.Of<Upstream>(),
                EntitySchema.Of<Target>(),
                EntitySchema.Of<Certificate>(),
                EntitySchema.Of<Sni>(),
                EntitySchema.Of<CaCertificate>(),
                EntitySchema.Of<Vault>(),
                EntitySchema.Of<Plugin>(),
            ],
            Probes.Definitions));
        builder.Services.AddSingleton<SchemaProcessor>();
        builder.Services.AddSingleton<ProbeJournal>();
        builder.Services.AddMemoryStore();
        services?.Invoke(builder.Services);
        builder.Services.AddGateway(options ?? new GatewayOptions());
        builder.WebHost.ConfigureKestrel(server =>
        {
            GatewayServices.ConfigureKestrel(server);
            server.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = protocols;
                if (protocols == HttpProtocols.Http1)
                {
                    listen.UseGatewayWire();
                }
            });
            if (certificate is not null)
            {
                server.Listen(IPAddress.Loopback, 0, listen =>
                {
                    listen.Protocols = protocols;
                    new ServerTls(certificate, SslProtocols.Tls12 | SslProtocols.Tls13, ciphers: null, server.ApplicationServices.GetRequiredService<GatewayState>()).Use(listen);
                });
            }
        });
        WebApplication app = builder.Build();
        app.Run(app.Services.GetRequiredService<GatewayHandler>().InvokeAsync);
        await app.StartAsync();
        return new ProxyHost(app);
    }

    /// <summary>A service at an address with a route for a path.</summary>
    public async Task<Service> AddServiceAsync(string url, string path = "/", string service = "{}", string route = "{}")
    {
        JsonObject fields = Merge(new JsonObject { ["url"] = url }, service);
        Service added = await AddAsync<Service>(fields.ToJsonString());
        JsonObject routing = Merge(new JsonObject { ["paths"] = new JsonArray(path), ["service"] = Reference(added.Id) }, route);
        LastRoute = await AddAsync<Route>(routing.ToJsonString());
        return added;
    }

    /// <summary>An upstream, <c>pool</c> unless the fields say otherwise, with targets of weight 100.</summary>
    public async Task<Upstream> AddUpstreamAsync(string fields, params IEnumerable<string> targets)
    {
        Upstream upstream = await AddAsync<Upstream>(Merge(new JsonObject { ["name"] = "pool" }, fields).ToJsonString());
        foreach (string target in targets)
        {
            await AddTargetAsync(upstream, target);
        }

        return upstream;
    }

    /// <summary>A target of an upstream.</summary>
    public Task<Target> AddTargetAsync(Upstream upstream, string target, int weight = 100) =>
        AddAsync<Target>(new JsonObject { ["target"] = target, ["weight"] = weight, ["upstream"] = Reference(upstream.Id) }.ToJsonString());

    /// <summary>A plugin's configuration, in force for the next request.</summary>
    public Task<Plugin> AddPluginAsync(string name, string config = "{}", Guid? route = null, Guid? service = null, Guid? consumer = null, bool enabled = true) =>
        AddAsync<Plugin>(new JsonObject
        {
            ["name"] = name,
            ["config"] = JsonNode.Parse(config),
            ["route"] = Reference(route),
            ["service"] = Reference(service),
            ["consumer"] = Reference(consumer),
            ["enabled"] = enabled,
        }.ToJsonString());

    /// <summary>An entity, in force for the next request.</summary>
    public async Task<T> AddAsync<T>(string json) where T : class, IEntity
    {
        SchemaResult made = _processor.Insert(EntitySchema.Of<T>(), (JsonObject)JsonNode.Parse(json)!);
        Assert.True(made.Errors is null, made.Errors?.Message);
        return (T)await WriteAsync(store => store.UpsertAsync(EntitySchema.Of<T>(), made.Entity!, default));
    }

    public async Task<T> ChangeAsync<T>(T entity) where T : class, IEntity =>
        (T)await WriteAsync(store => store.UpdateAsync(EntitySchema.Of<T>(), entity, default));

    public Task RemoveAsync<T>(Guid id) where T : class, IEntity => WriteAsync(store => store.DeleteAsync(EntitySchema.Of<T>(), id, default));

    /// <summary>Sends bytes as they are and gives everything that comes back until the connection closes.</summary>
    public async Task<string> SendAsync(string bytes)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Address.Port);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(bytes));
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(20));
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    private static SocketsHttpHandler Handler() => new() { AllowAutoRedirect = false, UseCookies = false, UseProxy = false, ActivityHeadersPropagator = null };

    private static JsonObject Merge(JsonObject fields, string more)
    {
        foreach ((string name, JsonNode? value) in ((JsonObject)JsonNode.Parse(more)!).ToList())
        {
            fields[name] = value?.DeepClone();
        }

        return fields;
    }

    private static JsonObject? Reference(Guid? id) => id is { } known ? new JsonObject { ["id"] = known.ToString("D") } : null;

    private async Task<TValue> WriteAsync<TValue>(Func<IEntityStore, ValueTask<StoreResult<TValue>>> write)
    {
        StoreResult<TValue> result = await write(Services.GetRequiredService<IEntityStore>());
        Assert.True(result.Error is null, result.Error?.Message);
        await State.WaitForAsync(result.Version, default).WaitAsync(TimeSpan.FromSeconds(20));
        return result.Value;
    }
}
