using System.Text.Json.Nodes;
using KongLite.Sdk.Schema;

namespace KongLite.Sdk.Entities;

/// <summary>Keeps an upstream's <c>algorithm</c> and <c>hash_on</c> together, as Kong does on every read and write.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class UpstreamHashAttribute() : CouplingAttribute("algorithm", "hash_on")
{
    public override void Apply(JsonObject record)
    {
        bool isGiven = record.TryGetPropertyValue("hash_on", out JsonNode? hashOn);
        if (record["algorithm"].AsText() is "least-connections" or "latency" || (isGiven && hashOn is null))
        {
            record["hash_on"] = "none";
        }
        else if (hashOn.AsText() is { } input)
        {
            record["algorithm"] = input == "none" ? "round-robin" : "consistent-hashing";
        }
    }
}
