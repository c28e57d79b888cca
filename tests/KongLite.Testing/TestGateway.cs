using KongLite.Settings;

namespace KongLite.Testing;

/// <summary>A real node in this process: real listeners on free ports, a working directory of its own, everything gone afterwards.</summary>
public sealed class TestGateway : IAsyncDisposable
{
    private readonly Node _node;
    private readonly string? _ownPrefix;

    private TestGateway(Node node, string prefix, bool ownsPrefix)
    {
        _node = node;
        Prefix = prefix;
        _ownPrefix = ownsPrefix ? prefix : null;
        Proxy = Client(ListenerKind.Proxy, ssl: false);
        Admin = Client(ListenerKind.Admin, ssl: false);
    }

    /// <summary>Asks the proxy, over plain HTTP. It follows no redirects and keeps no cookies.</summary>
    public HttpClient Proxy { get; }

    /// <summary>Asks the Admin API.</summary>
    public HttpClient Admin { get; }

    /// <summary>The first plain address of the proxy.</summary>
    public Uri ProxyUri => UriOf(ListenerKind.Proxy, ssl: false);

    /// <summary>The first TLS address of the proxy.</summary>
    public Uri ProxySslUri => UriOf(ListenerKind.Proxy, ssl: true);

    /// <summary>The first plain address of the Admin API.</summary>
    public Uri AdminUri => UriOf(ListenerKind.Admin, ssl: false);

    /// <summary>The first TLS address of the Admin API.</summary>
    public Uri AdminSslUri => UriOf(ListenerKind.Admin, ssl: true);

    /// <summary>The address of the status API.</summary>
    public Uri StatusUri => UriOf(ListenerKind.Status, ssl: false);

    /// <summary>The working directory.</summary>
    public string Prefix { get; }

    /// <summary>What the node is made of.</summary>
    public IServiceProvider Services => _node.Services;

    /// <summary>Starts a node.</summary>
    /// <param name="settings">
    /// Settings, named as in kong.conf. Without <c>prefix</c> the node gets a directory that goes with it.
    /// </param>
    /// <exception cref="InvalidOperationException">The node did not start; the message is what a user would see.</exception>
    public static async Task<TestGateway> StartAsync(IReadOnlyDictionary<string, string>? settings = null)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["proxy_listen"] = "127.0.0.1:0, 127.0.0.1:0 ssl http2",
            ["admin_listen"] = "127.0.0.1:0",
            ["status_listen"] = "127.0.0.1:0",
            ["log_level"] = "crit",
        };
        foreach ((string name, string value) in settings ?? new Dictionary<string, string>())
        {
            all[name] = value;
        }

        bool ownsPrefix = !all.TryGetValue("prefix", out string? prefix);
        all["prefix"] = prefix ??= Directory.CreateTempSubdirectory("konglite-").FullName;
        SettingsResult loaded = new SettingsReader(new Dictionary<string, string>()).Read(all);
        string? error = loaded.Errors is [var first, ..] ? first : null;
        Node node = (loaded.Settings is null ? null : Node.Create(loaded.Settings, out error)) ?? throw new InvalidOperationException(error);
        await node.StartAsync(CancellationToken.None);
        return new TestGateway(node, prefix, ownsPrefix);
    }

    /// <summary>Stops the node and removes its directory.</summary>
    public async ValueTask DisposeAsync()
    {
        Proxy.Dispose();
        Admin.Dispose();
        await _node.DisposeAsync();
        if (_ownPrefix is not null)
        {
            Directory.Delete(_ownPrefix, recursive: true);
        }
    }

    private Uri UriOf(ListenerKind kind, bool ssl) =>
        _node.Listeners.All.First(listener => listener.Kind == kind && listener.Address.Ssl == ssl).Uri;

    private HttpClient Client(ListenerKind kind, bool ssl) => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        BaseAddress = _node.Listeners.All.Any(listener => listener.Kind == kind && listener.Address.Ssl == ssl) ? UriOf(kind, ssl) : null,
    };
}
