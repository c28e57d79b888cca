using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using KongLite.Admin;
using KongLite.Gateway.Snapshot;
using KongLite.Plugins.KeyAuth;
using KongLite.Plugins.RequestTermination;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Logging;
using KongLite.Sdk.Plugins;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;
using KongLite.Settings;
using KongLite.Store.Memory;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KongLite.Tests.Admin;

/// <summary>The Admin API by itself on a free port, over a store in memory.</summary>
internal sealed class AdminNode : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _pump;

    private AdminNode(WebApplication app)
    {
        _app = app;
        string address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(address) };
        _pump = PumpAsync();
    }

    public HttpClient Client { get; }

    public int Port => Client.BaseAddress!.Port;

    public IServiceProvider Services => _app.Services;

    public GatewayState State => _app.Services.GetRequiredService<GatewayState>();

    /// <summary>A store in memory for the entities of these nodes.</summary>
    public static MemoryStore NewStore() => new(NewCatalog(), TimeProvider.System);

    /// <summary>Starts a node. A store that has a change feed of its own is followed by it.</summary>
    public static async Task<AdminNode> StartAsync(
        AdminOptions? options = null,
        NodeInfo? node = null,
        IEntityStore? store = null,
        int port = 0,
        bool status = false,
        Action<IServiceCollection>? services = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        SchemaCatalog catalog = NewCatalog();
        var memory = new MemoryStore(catalog, TimeProvider.System);
        builder.Services
            .AddSingleton(catalog)
            .AddSingleton(new SchemaProcessor(catalog, TimeProvider.System))
            .AddSingleton(node ?? new NodeInfo())
            .AddSingleton(TimeProvider.System)
            .AddSingleton(store ?? memory)
            .AddSingleton(store as IChangeFeed ?? memory)
            .AddSingleton<GatewayState>()
            .AddSingleton<ILogLevelSwitch, FakeLogLevel>()
            .AddAdmin(options ?? new AdminOptions());
        services?.Invoke(builder.Services);
        WebApplication app = builder.Build();
        if (status)
        {
            StatusApp.Map(app);
        }
        else
        {
            AdminApp.Map(app);
        }

        await app.StartAsync();
        return new AdminNode(app);
    }

    public Task<Reply> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<Reply> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path);

    public Task<Reply> PostAsync(string path, string body) => SendAsync(HttpMethod.Post, path, body);

    public Task<Reply> PutAsync(string path, string body) => SendAsync(HttpMethod.Put, path, body);

    public Task<Reply> PatchAsync(string path, string body) => SendAsync(HttpMethod.Patch, path, body);

    /// <summary>Sends a body as JSON when it looks like that, else as a form.</summary>
    public async Task<Reply> SendAsync(HttpMethod method, string path, string? body = null, string? type = null, params (string, string)[] headers)
    {
        using var request = new HttpRequestMessage(
            method, new Uri(Client.BaseAddress + path.TrimStart('/'), new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            type ??= body is ['{', ..] ? "application/json" : "application/x-www-form-urlencoded";
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using HttpResponseMessage response = await Client.SendAsync(request);
        string text = await response.Content.ReadAsStringAsync();
        return new Reply((int)response.StatusCode, text, response);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _stopping.CancelAsync();
        await _pump;
        await _app.DisposeAsync();
        _stopping.Dispose();
    }

    private static SchemaCatalog NewCatalog() => NodeSchemas.Create(
        [PluginDefinition.Of(typeof(KeyAuthPlugin)), PluginDefinition.Of(typeof(RequestTerminationPlugin))], new NodeSettings());

    // Stands for the proxy, which follows every change.
    private async Task PumpAsync()
    {
        IChangeFeed feed = _app.Services.GetRequiredService<IChangeFeed>();
        try
        {
            while (true)
            {
                ChangeBatch batch = await feed.NextAsync(State.Current.Version, _stopping.Token);
                State.Publish(State.Current.WithVersion(batch.Version));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or StoreException)
        {
        }
    }

    private sealed class FakeLogLevel : ILogLevelSwitch
    {
        public string Level { get; private set; } = "notice";

        public void Set(string level, TimeSpan duration) => Level = level;
    }
}

/// <summary>What came back.</summary>
internal sealed record Reply(int Status, string Text, HttpResponseMessage Message)
{
    public JsonObject Json => (JsonObject)JsonNode.Parse(Text)!;

    public string? MessageText => Json["message"].AsText();

    public string? Header(string name) =>
        Message.Headers.TryGetValues(name, out IEnumerable<string>? values) || Message.Content.Headers.TryGetValues(name, out values)
            ? string.Join(", ", values)
            : null;
}
