using KongLite.Sdk.Plugins;
using KongLite.Settings;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace KongLite;

/// <summary>A node: the rooms of the house wired together behind its listeners.</summary>
internal sealed class Node : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Node(WebApplication app, Listeners listeners)
    {
        _app = app;
        Listeners = listeners;
    }

    /// <summary>The addresses of the node.</summary>
    public Listeners Listeners { get; }

    /// <summary>What the node is made of.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Builds a node. Its ports are bound when this returns, and nobody is served yet.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="error">Why there is no node, in one line; null: there is one.</param>
    public static Node? Create(NodeSettings settings, out string? error)
    {
        error = PrefixProblem(settings.PrefixPath);
        if (error is not null)
        {
            return null;
        }

        IReadOnlyList<PluginDefinition> plugins = PluginLoader.Load(settings.Plugins, [], out error);
        if (error is not null)
        {
            return null;
        }

        IReadOnlyDictionary<ListenerKind, HttpsConnectionAdapterOptions> certificates = NodeCertificates.Load(settings, out error);
        if (error is not null)
        {
            return null;
        }

        return Listeners.Open(settings, out error) is { } listeners ? Wire(settings, plugins, certificates, listeners) : null;
    }

    /// <summary>Starts to serve. The configuration is in force when this returns.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => _app.StartAsync(cancellationToken);

    /// <summary>Waits for Ctrl-C or SIGTERM, and then for the requests that are under way.</summary>
    public Task WaitForStopAsync() => _app.WaitForShutdownAsync();

    /// <summary>Stops to serve, after the requests that are under way.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Listeners.Dispose();
    }

    private static Node Wire(
        NodeSettings settings,
        IReadOnlyList<PluginDefinition> plugins,
        IReadOnlyDictionary<ListenerKind, HttpsConnectionAdapterOptions> certificates,
        Listeners listeners)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "konglite" });
        builder.Services.AddLogging(settings).AddNode(settings, plugins).AddSingleton(listeners);
        builder.Services.Configure<SocketTransportOptions>(listeners.Use);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel((_, kestrel) =>
        {
            KestrelLimits.Apply(kestrel);
            listeners.Bind(kestrel, certificates);
        });

        WebApplication app = builder.Build();
        return new Node(app, listeners);
    }

    private static string? PrefixProblem(string prefix)
    {
        try
        {
            Directory.CreateDirectory(prefix);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return $"prefix: cannot write to {prefix}: {error.Message}";
        }
    }
}
