using KongLite.Gateway.Telemetry;
using KongLite.Settings;

namespace KongLite;

/// <summary>The access logs that the settings ask for.</summary>
internal sealed class NodeAccessLogs
{
    /// <summary>All of them.</summary>
    public AccessLogs All { get; } = new(TimeProvider.System);

    /// <summary>That of the proxy; null: none.</summary>
    public AccessLog? Proxy { get; private set; }

    /// <summary>That of the Admin API; null: none.</summary>
    public AccessLog? Admin { get; private set; }

    /// <summary>That of the status API; null: none.</summary>
    public AccessLog? Status { get; private set; }

    /// <summary>Opens them.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="error">What keeps one from being opened; null when all are.</param>
    public static NodeAccessLogs? Open(NodeSettings settings, out string? error)
    {
        var logs = new NodeAccessLogs();
        logs.Proxy = logs.Open("proxy_access_log", settings.ProxyAccessLog, settings, isPlain: false, out error);
        logs.Admin = error is null ? logs.Open("admin_access_log", settings.AdminAccessLog, settings, isPlain: true, out error) : null;
        logs.Status = error is null ? logs.Open("status_access_log", settings.StatusAccessLog, settings, isPlain: true, out error) : null;
        if (error is null)
        {
            return logs;
        }

        logs.Close();
        return null;
    }

    /// <summary>Closes them on the way out of a start that failed: nothing has been written.</summary>
    public void Close() => _ = All.DisposeAsync().AsTask();

    private AccessLog? Open(string property, string text, NodeSettings settings, bool isPlain, out string? error)
    {
        error = null;
        if (AccessLogSetting.Parse(text) is not { } setting)
        {
            return null;
        }

        AccessLog? log = All.Open(setting.PathUnder(settings.PrefixPath), isPlain ? AccessLogFormat.Combined : setting.Format, out error);
        error = error is null ? null : $"{property}: {error}";
        return log;
    }
}
