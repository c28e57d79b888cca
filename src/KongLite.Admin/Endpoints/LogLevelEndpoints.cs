using System.Text.Json.Nodes;
using KongLite.Admin.Routing;
using KongLite.Sdk.Logging;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;

namespace KongLite.Admin.Endpoints;

/// <summary>The log level while the node runs: <c>/debug/…</c>.</summary>
/// <param name="levels">The log level of this node.</param>
/// <param name="options">Settings.</param>
/// <param name="events">The way to the other nodes; null: there are none.</param>
internal sealed class LogLevelEndpoints(ILogLevelSwitch levels, AdminOptions options, IClusterEvents? events = null)
{
    private static readonly TimeSpan DefaultDuration = TimeSpan.FromSeconds(60);

    /// <summary>Adds the paths.</summary>
    public void Map(EndpointTable endpoints)
    {
        endpoints.Map("/debug/node/log-level", ("GET", _ => Answer.Message(200, $"log level: {levels.Level}").AsTask()));
        endpoints.Map("/debug/node/log-level/{log_level}", ("PUT", request => ChangeAsync(request, others: null)));
        endpoints.Map("/debug/cluster/log-level/{log_level}", ("PUT", request => ChangeAsync(request, others: events)));
    }

    private async ValueTask<Answer> ChangeAsync(AdminRequest request, IClusterEvents? others)
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

            duration = LogLevelMessage.DurationOf(seconds);
        }

        if (level == levels.Level)
        {
            return Answer.Message(200, $"log level is already {level}");
        }

        levels.Set(level, duration);
        try
        {
            // It is in force here: whoever asked for it may have gone, the others hear of it nevertheless.
            await (others?.PublishAsync(LogLevelMessage.Channel, new LogLevelMessage(level, duration).ToJson(), CancellationToken.None) ?? default);
        }
        catch (StoreException error)
        {
            return Answer.Message(500, $"failed broadcasting to cluster: {error.Message}");
        }

        return Answer.Message(200, "log level changed");
    }

    private static double? Seconds(AdminRequest request)
    {
        JsonNode? given = request.Body["timeout"] ?? request.Query["timeout"];
        return given.AsNumber() ?? (LuaNumber.TryParse(given.AsText() ?? string.Empty, out double seconds) ? seconds : null);
    }
}
