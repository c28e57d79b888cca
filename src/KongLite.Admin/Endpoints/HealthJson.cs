using System.Text.Json.Nodes;
using KongLite.Gateway.Balancing;

namespace KongLite.Admin.Endpoints;

/// <summary>The health of upstreams and targets as Kong shows it.</summary>
internal static class HealthJson
{
    private const string Off = "HEALTHCHECKS_OFF";
    private const string Healthy = "HEALTHY";
    private const string Unhealthy = "UNHEALTHY";
    private const string DnsError = "DNS_ERROR";

    /// <summary>Adds what is known of a target's health to its row.</summary>
    /// <param name="row">The target's row.</param>
    /// <param name="target">How the target is; null: the proxy does not have it.</param>
    /// <param name="isChecked">Whether health counts.</param>
    public static void AddTo(JsonObject row, TargetReport? target, bool isChecked)
    {
        if (target is not null)
        {
            row["health"] = HealthOf(target, isChecked);
            row["data"] = Host(target, address => ("health", JsonValue.Create(HealthOf(address, isChecked))));
        }
    }

    /// <summary>The health of an upstream as a whole.</summary>
    public static JsonObject Upstream(Guid id, UpstreamReport report)
    {
        string balancer = report.IsHealthy ? Healthy : Unhealthy;
        return new JsonObject
        {
            ["id"] = id.ToString("D"),
            ["health"] = report.IsChecked ? balancer : Off,
            ["balancer_health"] = balancer,
            ["details"] = new JsonObject
            {
                ["healthy"] = report.IsHealthy,
                ["weight"] = Weight(report.Targets.SelectMany(target => target.Addresses)),
                ["hosts"] = new JsonArray([.. report.Targets.Select(target => Host(target, address => ("healthy", JsonValue.Create(address.IsAvailable))))]),
            },
        };
    }

    private static string HealthOf(TargetReport target, bool isChecked)
    {
        if (target.Addresses.Count == 0)
        {
            return DnsError;
        }

        return !isChecked || target.Addresses.All(address => address.Weight == 0) ? Off
            : target.Addresses.Any(address => address.IsAvailable) ? Healthy : Unhealthy;
    }

    private static string HealthOf(AddressReport address, bool isChecked) =>
        !isChecked || address.Weight == 0 ? Off : address.IsAvailable ? Healthy : Unhealthy;

    private static JsonObject Host(TargetReport target, Func<AddressReport, (string Name, JsonValue Value)> health)
    {
        var addresses = new JsonArray();
        foreach (AddressReport address in target.Addresses)
        {
            (string name, JsonValue value) = health(address);
            addresses.Add(new JsonObject { ["ip"] = address.Ip, ["port"] = address.Port, ["weight"] = address.Weight, [name] = value });
        }

        return new JsonObject
        {
            ["host"] = target.Host,
            ["port"] = target.Port,
            ["dns"] = target.RecordType,
            ["nodeWeight"] = target.Weight,
            ["weight"] = Weight(target.Addresses),
            ["addresses"] = addresses,
        };
    }

    private static JsonObject Weight(IEnumerable<AddressReport> addresses)
    {
        long total = 0;
        long available = 0;
        foreach (AddressReport address in addresses)
        {
            total += address.Weight;
            available += address.IsAvailable ? address.Weight : 0;
        }

        return new JsonObject { ["total"] = total, ["available"] = available, ["unavailable"] = total - available };
    }
}
