using System.Text.Json.Nodes;
using KongLite.Admin.Routing;
using KongLite.Sdk.Logging;
using KongLite.Sdk.Schema;

namespace KongLite.Admin.Endpoints;

/// <summary>The log level while the node runs: <c>/debug/…</c>.</summary>
internal sealed class LogLevelEndpoints(ILogLevelSwitch levels, AdminOptions options)
{
    private static readonly TimeSpan DefaultDuration = TimeSpan.FromSeconds(60);

    // Longer than any node runs, and short enough for a timer.
    private static readonly TimeSpan LongestDuration = TimeSpan.FromDays(40);

    /// <summary>Adds the paths.</summary>
    public void Map(EndpointTable endpoints)
    {
        endpoints.Map("/debug/node/log-level", ("GET", _ => Answer.Message(200, $"log level: {levels.Level}").AsTask()));
        endpoints.Map("/debug/node/log-level/{log_level}", ("PUT", request => Change(request).AsTask()));
        endpoints.Map("/debug/cluster/log-level/{log_level}", ("PUT", request => Change(request).AsTask()));
    }

    private Answer Change(AdminRequest request)
    {
        if (options.Database == "off")
        {
            return Answer.Message(405, "cannot change log level when not using a database");
        }

        string level = request.Keys[0].Text;
        if (!ILogLevelSwitch.Levels.Contains(level))
        {
            return Answer.Message(400, $"unknown log level: {level}");
        }

        TimeSpan duration = DefaultDuration;
        if (Seconds(request) is { } seconds)
        {
            if (seconds < 0)
            {
                return Answer.Message(400, "timeout must be greater than or equal to 0");
            }

            duration = TimeSpan.FromSeconds(Math.Min(Math.Ceiling(seconds), LongestDuration.TotalSeconds));
        }

        if (level == levels.Level)
        {
            return Answer.Message(200, $"log level is already {level}");
        }

        levels.Set(level, duration);
        return Answer.Message(200, "log level changed");
    }

    private static double? Seconds(AdminRequest request)
    {
        JsonNode? given = request.Body["timeout"] ?? request.Query["timeout"];
        return given.AsNumber() ?? (LuaNumber.TryParse(given.AsText() ?? string.Empty, out double seconds) ? seconds : null);
    }
}
