using KongLite.Testing.Postgres;

namespace KongLite.PostgresTests;

/// <summary>A test that needs a server of its own. Where no server programs are installed it is skipped, except in CI, where it then fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ClusterFactAttribute : FactAttribute
{
    public ClusterFactAttribute()
    {
        if (ServerCluster.Absence is { } absence && Environment.GetEnvironmentVariable("CI") != "true")
        {
            Skip = absence;
        }
    }
}
