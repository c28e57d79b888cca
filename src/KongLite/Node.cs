using System.Net.Security;
using KongLite.Admin;
using KongLite.Gateway;
using KongLite.Gateway.Pipeline;
using KongLite.Gateway.Snapshot;
using KongLite.Gateway.Telemetry;
using KongLite.Gateway.Tls;
using KongLite.Gateway.Wire;
using KongLite.Logging;
using KongLite.Plugins;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Logging;
using KongLite.Sdk.Plugins;
using KongLite.Sdk.Schema;
using KongLite.Settings;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace KongLite;

/// <summary>A node: the rooms of the house wired together behind its listeners.</summary>
internal sealed partial class Node : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly LogLevelSwitch _level;

    private Node(WebApplication app, Listeners listeners, LogLevelSwitch level)
    {
        _app = app;
        _level = level;
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
        error = StartProblem(settings);
        if (error is not null)
        {
            return null;
        }

        IReadOnlyList<PluginDefinition> plugins = PluginLoader.Load(settings.Plugins, BundledPlugins.Definitions, BundledPlugins.Known, out error);
        if (error is not null)
        {
            return null;
        }

        IReadOnlyDictionary<ListenerKind, ServerCertificate> certificates = NodeCertificates.Load(settings, out error);
        if (error is not null)
        {
            return null;
        }

        TlsCertificate? client = NodeCertificates.Client(settings, out error);
        if (error is not null)
        {
            return null;
        }

        if (NodeAccessLogs.Open(settings, out error) is not { } logs)
        {
            return null;
        }

        if (Listeners.Open(settings, out error) is { } listeners)
        {
            return Wire(settings, plugins, certificates, client, listeners, logs);
        }

        logs.Close();
        return null;
    }

    /// <summary>Starts to serve. The configuration is in force when this returns.</summary>
    /// <exception cref="Store.Memory.StoreOpenException">The configuration cannot be loaded.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _app.StartAsync(cancellationToken);
        _level.HasStarted = true;
        Announce(_app.Logger, Services.GetRequiredService<NodeSettings>());
    }

    /// <summary>Waits for Ctrl-C or SIGTERM, and then for the requests that are under way.</summary>
    public Task WaitForStopAsync() => _app.WaitForShutdownAsync();

    /// <summary>Stops to serve, after the requests that are under way.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _level.Dispose();
        Listeners.Dispose();
    }

    private static Node Wire(
        NodeSettings settings,
        IReadOnlyList<PluginDefinition> plugins,
        IReadOnlyDictionary<ListenerKind, ServerCertificate> certificates,
        TlsCertificate? client,
        Listeners listeners,
        NodeAccessLogs logs)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "konglite" });
        var counters = new ConnectionCounters();
        var level = new LogLevelSwitch(ILogLevelSwitch.Levels[(int)settings.LogLevel], TimeProvider.System);
        builder.Services.AddLogging(level).AddNode(settings, plugins).AddSingleton(counters);
        builder.Services.AddStore(settings).AddPlugins();
        builder.Services.AddAccessLogs(logs.All, logs.Proxy).AddGateway(settings.ToGatewayOptions(client)).AddAdmin(settings.ToAdminOptions(plugins, level));
        builder.Services.Configure<SocketTransportOptions>(listeners.Use);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel((_, kestrel) =>
        {
            KestrelLimits.Apply(kestrel);
            listeners.Bind(kestrel, TlsOf(settings, certificates, kestrel.ApplicationServices.GetRequiredService<GatewayState>()), counters);
        });
        // Behind Kestrel's own, which is left out where there is one already.
        builder.Services.AddSingleton<IConnectionListenerFactory, HandOverTransport>();

        WebApplication app = builder.Build();
        RequestDelegate proxy = app.Services.GetRequiredService<GatewayHandler>().InvokeAsync;
        RequestDelegate admin = Branch(app, logs.Admin, AdminApp.Map);
        RequestDelegate status = Branch(app, logs.Status, StatusApp.Map);
        app.Run(context =>
        {
            var connection = (ListenerConnection)context.Features.GetRequiredFeature<ClientConnection>();
            counters.RequestStarted();
            connection.RequestStarted();
            return connection.Kind switch
            {
                ListenerKind.Admin => CountAsync(counters, admin, context),
                ListenerKind.Status => CountAsync(counters, status, context),
                // It says by itself when a request has ended: a method around each would cost it an object.
                _ => proxy(context),
            };
        });
        return new Node(app, listeners, level);
    }

    // The Admin API and the status API show nothing from the store.
    private static Dictionary<ListenerKind, ServerTls> TlsOf(
        NodeSettings settings, IReadOnlyDictionary<ListenerKind, ServerCertificate> certificates, GatewayState state)
    {
        CipherSuitesPolicy? ciphers = settings.TlsSuite.Ciphers is { } list ? CipherList.ToPolicy(list, settings.TlsVersions) : null;
        return certificates.ToDictionary(
            each => each.Key, each => new ServerTls(each.Value, settings.TlsVersions, ciphers, each.Key == ListenerKind.Proxy ? state : null));
    }

    private static RequestDelegate Branch(IApplicationBuilder app, AccessLog? log, Action<IApplicationBuilder> map)
    {
        IApplicationBuilder branch = app.New();
        if (log is not null)
        {
            branch.Use(log.Follow);
        }

        map(branch);
        return branch.Build();
    }

    private static async Task CountAsync(ConnectionCounters counters, RequestDelegate next, HttpContext context)
    {
        try
        {
            await next(context);
        }
        finally
        {
            counters.RequestEnded();
        }
    }

    private static string? StartProblem(NodeSettings settings)
    {
        try
        {
            Directory.CreateDirectory(settings.PrefixPath);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return $"prefix: cannot write to {settings.PrefixPath}: {error.Message}";
        }
    }

    private void Announce(ILogger logger, NodeSettings settings)
    {
        foreach (IGrouping<ListenerKind, Listener> side in Listeners.All.GroupBy(listener => listener.Kind))
        {
            Listening(logger, side.Key.ToString().ToLowerInvariant(), string.Join(", ", side.Select(listener => listener.Address.Ssl ? $"{listener.EndPoint} ssl" : $"{listener.EndPoint}")));
        }

        switch (settings.Database)
        {
            case Database.File:
                InFile(logger, Stores.FileOf(settings));
                break;
            case Database.Postgres:
                InDatabase(logger, $"{settings.PgHost}:{settings.PgPort}/{settings.PgDatabase}");
                break;
            default:
                ReadOnly(logger, settings.DeclarativeConfig ?? (settings.DeclarativeConfigString is null ? "nowhere yet" : "declarative_config_string"));
                break;
        }

        if (settings.Extras.Unused is { Count: > 0 } unused)
        {
            Unused(logger, string.Join(", ", unused));
        }

        if (settings.TlsSuite.Ciphers is not null && OperatingSystem.IsWindows())
        {
            SuitesOfPlatform(logger, settings.SslCipherSuite);
        }

        string unserved = string.Join(
            ", ", Services.GetRequiredService<SchemaCatalog>().Plugins.Values.Where(plugin => !plugin.IsServed).Select(plugin => plugin.Name).Order(StringComparer.Ordinal));
        if (unserved.Length > 0)
        {
            Unserved(logger, unserved);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "{Side} listens on {Addresses}")]
    private static partial void Listening(ILogger logger, string side, string addresses);

    [LoggerMessage(2, LogLevel.Information, "database is 'file': the configuration is kept in {Path}")]
    private static partial void InFile(ILogger logger, string path);

    [LoggerMessage(3, LogLevel.Information, "database is 'off': the configuration is read-only, comes from {Source} and is replaced by POST /config")]
    private static partial void ReadOnly(ILogger logger, string source);

    [LoggerMessage(6, LogLevel.Information, "database is 'postgres': the configuration is kept in {Database}")]
    private static partial void InDatabase(ILogger logger, string database);

    [LoggerMessage(4, LogLevel.Warning, "known to Kong, without effect here: {Properties}")]
    private static partial void Unused(ILogger logger, string properties);

    [LoggerMessage(7, LogLevel.Warning, "ssl_cipher_suite is '{Suite}', but on this platform the suites of TLS are those of the system")]
    private static partial void SuitesOfPlatform(ILogger logger, string suite);

    [LoggerMessage(5, LogLevel.Warning, "plugins that can be configured but are not served yet, so that what they guard is answered with 500: {Plugins}")]
    private static partial void Unserved(ILogger logger, string plugins);
}
