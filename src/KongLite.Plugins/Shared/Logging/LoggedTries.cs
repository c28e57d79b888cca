using System.Globalization;
using System.Text;
using System.Text.Json;
using KongLite.Sdk.Exchanges;

namespace KongLite.Plugins.Shared.Logging;

/// <summary>The tries to reach a service, as they stand in entries.</summary>
internal static class LoggedTries
{
    /// <summary>Their statuses, <c>502, 200</c>; empty when there were none.</summary>
    public static string Statuses(UpstreamTries tries)
    {
        if (tries.Count == 1)
        {
            return tries[0].Status?.ToString(CultureInfo.InvariantCulture) ?? string.Empty;
        }

        var text = new StringBuilder();
        for (int i = 0; i < tries.Count; i++)
        {
            text.Append(i == 0 ? string.Empty : ", ").Append(tries[i].Status?.ToString(CultureInfo.InvariantCulture) ?? "-");
        }

        return text.ToString();
    }

    /// <summary>Writes the member <c>tries</c>.</summary>
    public static void Write(Utf8JsonWriter json, UpstreamTries tries, in ExchangeMeasures measures)
    {
        json.WriteStartArray("tries");
        for (int i = 0; i < tries.Count; i++)
        {
            Write(json, tries[i], measures);
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, in UpstreamTry each, in ExchangeMeasures measures)
    {
        DateTimeOffset started = measures.TimeOf(each.Started);
        TimeSpan latency = measures.TimeOf(each.Chosen) - started;
        json.WriteStartObject();
        json.WriteNumber("balancer_start", started.ToUnixTimeMilliseconds());
        json.WriteNumber("balancer_start_ns", (started - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick);
        json.WriteNumber("balancer_latency", (long)latency.TotalMilliseconds);
        json.WriteNumber("balancer_latency_ns", latency.Ticks * TimeSpan.NanosecondsPerTick);
        if (Uri.TryCreate(each.Address, UriKind.Absolute, out Uri? address))
        {
            json.WriteString("ip", address.DnsSafeHost);
            json.WriteNumber("port", address.Port);
        }

        if (each.HasFailed)
        {
            json.WriteString("state", "failed");
            json.WriteNumber("code", each.Status ?? 0);
        }

        json.WriteEndObject();
    }
}
